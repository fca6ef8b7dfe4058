"""Writes arrays of both versions of Zarr: pip install zarr==3.1.6 numcodecs==0.16.6

All objects of a version, in Base64 by their keys, are in a file beside this one. Element i of an array, in C order, is
i; JZarrV3Test has the few that are not.
"""

import base64
import gzip
import json
import pathlib

import numpy as np
import zarr
from numcodecs import Delta, Zlib
from zarr.codecs import BytesCodec, Crc32cCodec, GzipCodec, TransposeCodec, ZstdCodec

SHAPE, CHUNKS = (5, 7), (2, 3)


def values(dtype):
    return np.arange(35).astype(dtype).reshape(SHAPE)


def write(root, name, data=None, **options):
    data = values("<i2") if data is None else data
    options = {"chunks": CHUNKS, "compressors": None, **options}
    array = root.create_array(name, shape=data.shape, dtype=data.dtype, **options)
    array[...] = data


def v3(root):
    for dtype in "i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8".split():
        write(root, dtype, values(dtype))
    write(root, "bool", values("i4") % 2 == 1)
    write(root, "c8", values("c8"))
    write(root, "U2", values("U2"))
    write(root, "large", np.array([1, 2**63 + 5], "u8"), chunks=(2,))
    write(root, "time", np.array(["1970-01-01T00:00:07", "NaT"], "M8[s]"), chunks=(2,))
    write(root, "big", serializer=BytesCodec(endian="big"))
    write(root, "gzip", compressors=GzipCodec(level=5))
    write(root, "zstd", compressors=[ZstdCodec(level=3), Crc32cCodec()])
    write(root, "transpose", filters=TransposeCodec(order=(1, 0)))
    write(root, "dots", chunk_key_encoding={"name": "default", "separator": "."})
    write(root, "v2keys", chunk_key_encoding={"name": "v2", "separator": "/"})
    write(root, "shards", shards=(4, 6), compressors=ZstdCodec())
    write(root, "scalar", np.array(3, "i4"), chunks=())
    named = root.create_group("g", attributes={"of": "g", "none": float("nan")})
    options = {"attributes": {"of": "a"}, "dimension_names": ["y", None], "fill_value": -1}
    write(named, "a", **options)
    empty = {"shape": SHAPE, "chunks": CHUNKS, "compressors": None}
    named.create_array("holes", dtype="f4", fill_value=float("nan"), **empty)
    named.create_array("huge", dtype="u1", **{**empty, "shape": (2**40, 7)})


def v2(root):
    write(root, "plain")
    write(root, "F", order="F")
    write(root, "F-zlib", values("<f4"), order="F", compressors=Zlib(level=1))
    write(root, "delta", filters=[Delta(dtype="<i2")], compressors=Zlib(level=1))
    for dtype in "u8 f2 c8 U2".split():
        write(root, dtype, values("<" + dtype))
    write(root, "bool", values("i4") % 2 == 1)
    write(root, "time", np.array(["1970-01-01T00:00:07", "NaT"], "M8[s]"), chunks=(2,))
    write(root, "scalar", np.array(3, "<i4"), chunks=())


for version, make in ((2, v2), (3, v3)):
    store = {}
    make(zarr.open_group(zarr.storage.MemoryStore(store), mode="w", zarr_format=version))
    objects = {key: base64.b64encode(store[key].to_bytes()).decode() for key in sorted(store)}
    path = pathlib.Path(__file__).parent / f"v{version}.json.gz"
    path.write_bytes(gzip.compress(json.dumps(objects).encode(), mtime=0))
