"""Coqui's VITS voices without PyTorch: exported once, then spoken by ONNX Runtime.

``tokens`` gives Coqui's token ids, ``export`` makes the graphs (with PyTorch), ``files`` keeps what lies
on the disk whole, and ``engine`` speaks.
"""
