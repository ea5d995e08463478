"""Small models with random weights of the kinds of Coqui's that are no VITS of its own: hoarse noise."""

import json
import math
import wave
from array import array

LETTERS = "abcdefghijklmnopqrstuvwxyzäöüß"


def write_tacotron(folder):
    """Tacotron 2 with double decoder consistency, reading letters; it never knows when to stop."""
    import torch  # noqa: PLC0415
    from TTS.tts.configs.shared_configs import CharactersConfig  # noqa: PLC0415
    from TTS.tts.configs.tacotron2_config import Tacotron2Config  # noqa: PLC0415
    from TTS.tts.models.tacotron2 import Tacotron2  # noqa: PLC0415

    torch.manual_seed(7)
    config = Tacotron2Config(
        r=2,
        double_decoder_consistency=True,
        ddc_r=6,
        encoder_in_features=512,
        decoder_in_features=512,
        max_decoder_steps=50,
        use_phonemes=False,
        text_cleaner="basic_german_cleaners",
        characters=CharactersConfig(pad="_", eos="~", bos="^", characters=LETTERS, punctuations="!,.?: "),
    )
    config.audio.do_trim_silence = False
    _save(folder, Tacotron2(config), config)
    return folder / "model_file.pth", folder / "config.json"


def write_vocoder(folder):
    """A HiFi-GAN for spectra of Tacotron's."""
    import torch  # noqa: PLC0415
    from TTS.vocoder.configs import HifiganConfig  # noqa: PLC0415
    from TTS.vocoder.models import setup_model  # noqa: PLC0415

    torch.manual_seed(7)
    config = HifiganConfig()
    config.generator_model_params |= {"upsample_initial_channel": 32}
    model = setup_model(config)
    model.model_g.conv_post.weight.data.normal_(std=2.0)
    _save(folder, model, config)
    return folder / "model_file.pth"


def write_fairseq(folder):
    """What Meta's archives of MMS hold: other names of the same weights, a list of letters."""
    import torch  # noqa: PLC0415
    from TTS.tts.configs.vits_config import VitsConfig  # noqa: PLC0415
    from TTS.tts.models.vits import Vits  # noqa: PLC0415

    torch.manual_seed(7)
    model = Vits(VitsConfig())
    model.text_encoder.emb = torch.nn.Embedding(len(LETTERS) + 3, 192)
    model.waveform_decoder.conv_post.weight.data.normal_(std=2.0)
    weights = {_as_fairseq(name): value for name, value in model.state_dict().items() if "disc." not in name}
    folder.mkdir(parents=True)
    torch.save({"model": weights}, folder / "G_100000.pth")
    data = {"sampling_rate": 16000, "training_files": "train.ltr", "add_blank": True}
    (folder / "config.json").write_text(json.dumps({"data": data, "model": {}}), encoding="utf-8")
    (folder / "vocab.txt").write_text("\n".join([*LETTERS, " ", "-", "’"]), encoding="utf-8")
    return folder / "G_100000.pth", folder / "config.json"


def write_xtts(folder):
    """XTTS with two layers in place of thirty, one speaker called Anna, and a recording of another voice."""
    import torch  # noqa: PLC0415
    from tokenizers import Tokenizer, models  # noqa: PLC0415
    from TTS.tts.configs.xtts_config import XttsArgs, XttsConfig  # noqa: PLC0415
    from TTS.tts.layers.xtts.tokenizer import VoiceBpeTokenizer  # noqa: PLC0415
    from TTS.tts.models.xtts import Xtts  # noqa: PLC0415

    torch.manual_seed(7)
    folder.mkdir(parents=True)
    signs = ["[STOP]", "[UNK]", "[SPACE]", "[de]", "[START]"]
    tokens = {token: number for number, token in enumerate([*signs, *LETTERS, *".,!?"])}
    tokenizer = Tokenizer(models.BPE(vocab=tokens, merges=[], unk_token="[UNK]"))
    tokenizer.add_special_tokens(signs)
    tokenizer.save(str(folder / "vocab.json"))
    args = XttsArgs(
        gpt_layers=2,
        gpt_n_model_channels=64,
        gpt_n_heads=2,
        gpt_number_text_tokens=len(tokens),
        gpt_start_text_token=tokens["[START]"],
        gpt_stop_text_token=tokens["[STOP]"],
        gpt_num_audio_tokens=66,
        gpt_start_audio_token=64,
        gpt_stop_audio_token=65,
        gpt_max_audio_tokens=40,
        gpt_use_perceiver_resampler=True,
        decoder_input_dim=64,
    )
    config = XttsConfig(model_args=args, languages=["de"])
    model = Xtts(config)
    model.tokenizer = VoiceBpeTokenizer(vocab_file=str(folder / "vocab.json"))
    model.init_models()
    model.hifigan_decoder.waveform_decoder.conv_post.weight.data.normal_(std=1.0)
    _save(folder, model, config, "model.pth")
    anna = {"gpt_cond_latent": torch.randn(1, 32, 64), "speaker_embedding": torch.randn(1, 512, 1)}
    torch.save({"Anna": anna}, folder / "speakers_xtts.pth")
    with wave.open(str(folder / "mein.wav"), "wb") as recording:
        recording.setparams((1, 2, 22050, 0, "NONE", ""))
        tones = (round(9000 * math.sin(at / 20) * math.sin(at / 3000)) for at in range(22050 * 4))
        recording.writeframes(array("h", tones).tobytes())
    return folder


def _as_fairseq(name):
    for ours, theirs in (
        ("text_encoder.", "enc_p."),
        ("waveform_decoder.", "dec."),
        ("posterior_encoder.", "enc_q."),
        ("duration_predictor.flows.0.translation", "dp.flows.0.m"),
        ("duration_predictor.flows.0.log_scale", "dp.flows.0.logs"),
        ("duration_predictor.post_flows.0.translation", "dp.post_flows.0.m"),
        ("duration_predictor.post_flows.0.log_scale", "dp.post_flows.0.logs"),
        *((f"duration_predictor.{kind}.{n}.", f"dp.{kind}.{2 * n - 1}.") for kind in ("post_flows", "flows") for n in (4, 3, 2, 1)),
        ("duration_predictor.", "dp."),
        *((f"flow.flows.{n}.", f"flow.flows.{2 * n}.") for n in (3, 2, 1)),
    ):  # fmt: skip
        if name.startswith(ours):
            return theirs + name.removeprefix(ours)
    return name


def _save(folder, model, config, name="model_file.pth"):
    import torch  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    torch.save({"model": model.state_dict(), "config": config.to_dict()}, folder / name)
    config.save_json(str(folder / "config.json"))
