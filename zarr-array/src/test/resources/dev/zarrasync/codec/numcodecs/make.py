"""Writes a chunk with each compressor of numcodecs: pip install numcodecs==0.16.6"""

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
    "bz2": numcodecs.BZ2(level=1),
    "lzma": numcodecs.LZMA(),
    "lzma-sha256": numcodecs.LZMA(check=10, preset=9),
    "lzma-delta": numcodecs.LZMA(filters=[{"id": 3, "dist": 4}, {"id": 33, "preset": 1}]),
    "lzma-alone": numcodecs.LZMA(format=2, preset=1),
    "lzma-raw": numcodecs.LZMA(format=3, filters=[{"id": 3, "dist": 4}, {"id": 33, "preset": 1}]),
    "lzma-raw-1": numcodecs.LZMA(format=3, filters=[{"id": 4611686018427387905, "lc": 2, "lp": 1, "pb": 2}]),
    "lzma-raw-x86": numcodecs.LZMA(format=3, filters=[{"id": 4}, {"id": 33, "dict_size": 8192}]),
    "blosc": numcodecs.Blosc(cname="zstd", clevel=3, shuffle=numcodecs.Blosc.SHUFFLE),
}
for name, codec in codecs.items():
    (pathlib.Path(__file__).parent / name).write_bytes(bytes(codec.encode(raw)))
