"""A small VITS checkpoint with random weights: Coqui's own configuration, model and code path.

It speaks German phonemes as hoarse noise, of a length that grows with the text.
"""

import json
from importlib.util import find_spec
from pathlib import Path

import pytest

from podcaster.speech import espeak


def begin_torch() -> None:
    """Skip the test where there is no Coqui; let PyTorch compute with one thread where there is.

    For models so small, threads wait longer than they work.
    """
    if find_spec("TTS") is None:
        pytest.skip("needs podcaster[coqui]")
    import torch  # noqa: PLC0415

    torch.set_num_threads(1)


def write_checkpoint(
    folder: Path, *, hidden: int = 32, speakers: tuple[str, ...] = (), chance_of_lengths: bool = False
) -> tuple[Path, Path]:
    """Write ``model_file.pth`` and ``config.json`` into ``folder``, and give their paths.

    With ``speakers``, it is a model that was taught several voices; with ``chance_of_lengths``, one that
    reads a sentence otherwise each time.
    """
    import torch  # noqa: PLC0415
    from TTS.config.shared_configs import BaseAudioConfig  # noqa: PLC0415
    from TTS.tts.configs.shared_configs import CharactersConfig  # noqa: PLC0415
    from TTS.tts.configs.vits_config import VitsConfig  # noqa: PLC0415
    from TTS.tts.models.vits import Vits, VitsArgs  # noqa: PLC0415
    from TTS.tts.utils.text import phonemizers  # noqa: PLC0415

    if not phonemizers.ESpeak.is_available():
        phonemizers.get_default_phonemizer("be")
        phonemizers.PHONEMIZERS["espeak"] = espeak.phonemizer_class(phonemizers.BasePhonemizer)
    torch.manual_seed(7)
    config = VitsConfig(
        run_name="small",
        model_args=VitsArgs(
            hidden_channels=hidden,
            hidden_channels_ffn_text_encoder=2 * hidden,
            num_heads_text_encoder=2,
            num_layers_text_encoder=2,
            num_layers_posterior_encoder=2,
            num_layers_flow=2,
            upsample_initial_channel_decoder=hidden,
            use_sdp=chance_of_lengths,
            init_discriminator=False,
            length_scale=1.6,
            use_speaker_embedding=bool(speakers),
            speaker_embedding_channels=hidden,
            speakers_file=str(folder / "speakers.json") if speakers else None,
        ),
        audio=BaseAudioConfig(sample_rate=22050, hop_length=256, do_trim_silence=False),
        use_phonemes=True,
        phonemizer="espeak",
        phoneme_language="de",
        text_cleaner="multilingual_phoneme_cleaners",
        add_blank=True,
        characters=CharactersConfig(
            characters_class="TTS.tts.models.vits.VitsCharacters",
            pad="_",
            eos="",
            bos="",
            blank="<BLNK>",
            characters="abcdefghijklmnopqrstuvwxyzçøŋœɐɑɔəɛɜɡɪɱɲɾʁʃʊʏʒˈˌː̩̃",
            punctuations="!,.?: ",
            phonemes="",
        ),
        test_sentences=[["Guten Tag."]],
    )
    folder.mkdir(parents=True, exist_ok=True)
    if speakers:
        numbers = {name: number for number, name in enumerate(speakers)}
        (folder / "speakers.json").write_text(json.dumps(numbers), encoding="utf-8")
    model = Vits(config)
    # left as they fall, the biases are louder than all that the text says
    for name, weights in model.waveform_decoder.named_parameters():
        if name.endswith("bias"):
            torch.nn.init.zeros_(weights)
    torch.nn.init.normal_(model.waveform_decoder.conv_post.weight, std=2.0)
    for name, weights in model.duration_predictor.named_parameters():
        if chance_of_lengths and ".proj." in name:  # which starts as zeros, and so has no say
            torch.nn.init.normal_(weights, std=0.2)
    checkpoint, settings = folder / "model_file.pth", folder / "config.json"
    torch.save({"model": model.state_dict(), "config": config.to_dict()}, checkpoint)
    config.save_json(str(settings))
    return checkpoint, settings
