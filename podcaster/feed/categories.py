"""Apple's categories, which other apps took over."""

from __future__ import annotations

from difflib import get_close_matches

from podcaster.errors import ConfigError

CATEGORIES: dict[str, tuple[str, ...]] = {
    "Arts": ("Books", "Design", "Fashion & Beauty", "Food", "Performing Arts", "Visual Arts"),
    "Business": ("Careers", "Entrepreneurship", "Investing", "Management", "Marketing", "Non-Profit"),
    "Comedy": ("Comedy Interviews", "Improv", "Stand-Up"),
    "Education": ("Courses", "How To", "Language Learning", "Self-Improvement"),
    "Fiction": ("Comedy Fiction", "Drama", "Science Fiction"),
    "Government": (),
    "Health & Fitness": (
        *("Alternative Health", "Fitness", "Medicine", "Mental Health", "Nutrition", "Sexuality"),
    ),
    "History": (),
    "Kids & Family": ("Education for Kids", "Parenting", "Pets & Animals", "Stories for Kids"),
    "Leisure": (
        *("Animation & Manga", "Automotive", "Aviation", "Crafts", "Games", "Hobbies"),
        *("Home & Garden", "Video Games"),
    ),
    "Music": ("Music Commentary", "Music History", "Music Interviews"),
    "News": (
        *("Business News", "Daily News", "Entertainment News", "News Commentary", "Politics"),
        *("Sports News", "Tech News"),
    ),
    "Religion & Spirituality": (
        *("Buddhism", "Christianity", "Hinduism", "Islam", "Judaism", "Religion", "Spirituality"),
    ),
    "Science": (
        *("Astronomy", "Chemistry", "Earth Sciences", "Life Sciences", "Mathematics"),
        *("Natural Sciences", "Nature", "Physics", "Social Sciences"),
    ),
    "Society & Culture": (
        *("Documentary", "Personal Journals", "Philosophy", "Places & Travel", "Relationships"),
    ),
    "Sports": (
        *("Baseball", "Basketball", "Cricket", "Fantasy Sports", "Football", "Golf", "Hockey"),
        *("Rugby", "Running", "Soccer", "Swimming", "Tennis", "Volleyball", "Wilderness", "Wrestling"),
    ),
    "Technology": (),
    "True Crime": (),
    "TV & Film": ("After Shows", "Film History", "Film Interviews", "Film Reviews", "TV Reviews"),
}
"""https://podcasters.apple.com/support/1691-apple-podcasts-categories"""


def category_path(name: str) -> tuple[str, ...]:
    """Apple's category, or category and subcategory, of that name: ``"Politics"`` → News, Politics.

    Upper case does not count. Raises ConfigError with the nearest name where there is none.
    """
    paths: dict[str, tuple[str, ...]] = {}
    for category, parts in CATEGORIES.items():
        paths[category.casefold()] = (category,)
        paths.update({part.casefold(): (category, part) for part in parts})
    wanted = " ".join(name.split()).casefold()
    if path := paths.get(wanted):
        return path
    near = get_close_matches(wanted, paths, n=1, cutoff=0.4)
    way_out = f"the nearest is '{paths[near[0]][-1]}'" if near else f"it knows: {', '.join(CATEGORIES)}"
    subject = "category"
    raise ConfigError(subject, f"Apple knows none called '{name}'", way_out)
