"""Coqui's VITS voices without PyTorch: exported once, then spoken by ONNX Runtime and OpenVINO.

``tokens`` gives Coqui's token ids, ``export`` makes the graphs (with PyTorch), ``files`` keeps what lies
on the disk whole, ``runtime`` computes a graph, ``decoder`` makes samples, and ``engine`` speaks.
"""
