"""Writes a chunk with each compressor of numcodecs: pip install numcodecs==0.15.1"""

import pathlib
import struct

import numcodecs

raw = b"".join(struct.pack("<i", 1000 + i // 3 + i * i % 7) for i in range(1000))
codecs = {
    "gzip": numcodecs.GZip(level=5),
    "lz4": numcodecs.LZ4(),
    "zlib": numcodecs.Zlib(level=5),
    "zstd": numcodecs.Zstd(level=3),
    "zstd-checksum": numcodecs.Zstd(level=3, checksum=True),
    "blosc": numcodecs.Blosc(cname="zstd", clevel=3, shuffle=numcodecs.Blosc.SHUFFLE),
}
for name, codec in codecs.items():
    (pathlib.Path(__file__).parent / name).write_bytes(bytes(codec.encode(raw)))
