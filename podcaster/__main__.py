"""``python -m podcaster`` and the console script."""

from podcaster.cli import main

if __name__ == "__main__":
    main()
