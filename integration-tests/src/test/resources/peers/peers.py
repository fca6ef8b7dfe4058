"""Writes arrays at random by zarr-python 3 and TensorStore, and reads them.

write DIRECTORY SEED COUNT: array i goes to DIRECTORY/i, its elements to DIRECTORY/i.bin, in C order
and little-endian, and what it is to DIRECTORY/i.json. read DIRECTORY: compares each array with its
elements, and the group of all of them, if there is one, with what is there; prints what differs.
"""

import json
import pathlib
import random
import sys
import warnings

import numcodecs
import numpy as np
import tensorstore
import zarr
from zarr.codecs import (
    BloscCodec,
    BytesCodec,
    Crc32cCodec,
    GzipCodec,
    TransposeCodec,
    ZstdCodec,
)

warnings.simplefilter("ignore")

NUMBERS = "bool i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 c8 c16".split()
TENSORSTORE = {
    "bool": "bool", "i1": "int8", "i2": "int16", "i4": "int32", "i8": "int64",
    "u1": "uint8", "u2": "uint16", "u4": "uint32", "u8": "uint64",
    "f4": "float32", "f8": "float64", "c8": "complex64",
}  # fmt: skip


def elements(rng, dtype, shape):
    kind = np.dtype(dtype).kind
    if kind == "b":
        return rng.integers(0, 2, shape).astype(bool)
    if kind == "i":
        return rng.integers(-100, 100, shape).astype(dtype)
    if kind == "u":
        return rng.integers(0, 200, shape).astype(dtype)
    if kind == "c":
        return (rng.integers(-9, 9, shape) + 1j * rng.integers(-9, 9, shape)).astype(dtype)
    return (rng.integers(-4000, 4000, shape) / 4).astype(dtype)


def layout(pick):
    rank = pick.randint(1, 4)
    inner = tuple(pick.randint(1, 5) for _ in range(rank))
    shape = tuple(pick.randint(1, 12) for _ in range(rank))
    shards = tuple(n * pick.randint(1, 3) for n in inner) if pick.random() < 0.5 else None
    return shape, inner, shards


def fill(pick, dtype):
    kind = np.dtype(dtype).kind
    if kind == "f":
        return pick.choice([0.0, 1.5, float("nan"), float("inf"), -float("inf")])
    return {"b": True, "c": 1 - 2j}.get(kind, 7) if pick.random() < 0.5 else 0


def compressors(pick):
    names = ["zstd", "zlib", "lz4", "lz4hc", "blosclz"]
    shuffles = ["noshuffle", "shuffle", "bitshuffle"]
    chosen = pick.choice(
        [
            [],
            [GzipCodec(level=pick.randint(0, 9))],
            [ZstdCodec(level=pick.randint(0, 9), checksum=pick.random() < 0.5)],
            [BloscCodec(cname=pick.choice(names), shuffle=pick.choice(shuffles))],
        ]
    )
    return chosen + ([Crc32cCodec()] if pick.random() < 0.3 else [])


def zarr3(path, pick, dtype):
    shape, inner, shards = layout(pick)
    order = list(range(len(shape)))
    pick.shuffle(order)
    filters = [TransposeCodec(order=order)] if pick.random() < 0.3 else []
    if shards and pick.random() < 0.5:
        shards = {"shape": shards, "index_location": pick.choice(["start", "end"])}
    return zarr.create_array(
        store=path,
        shape=shape,
        chunks=inner,
        shards=shards,
        dtype=dtype,
        fill_value=fill(pick, dtype),
        filters=filters,
        serializer=BytesCodec(endian=pick.choice(["little", "big"])),
        compressors=compressors(pick),
        chunk_key_encoding={
            "name": pick.choice(["default", "v2"]),
            "separator": pick.choice([".", "/"]),
        },
        zarr_format=3,
    )


def zarr2(path, pick, dtype):
    shape, inner, _ = layout(pick)
    dtype = np.dtype(dtype).newbyteorder(pick.choice("<>"))
    filters = []
    if dtype.kind in "iu":
        filters = pick.choice([[], [numcodecs.Delta(dtype=dtype.str)]])
    filters = filters + pick.choice(
        [[], [numcodecs.Shuffle(dtype.itemsize)], [numcodecs.CRC32()], [numcodecs.Fletcher32()]]
    )
    compressor = pick.choice(
        [
            None,
            numcodecs.Zlib(level=1),
            numcodecs.GZip(level=1),
            numcodecs.BZ2(level=1),
            numcodecs.LZMA(preset=1),
            numcodecs.LZ4(),
            numcodecs.Zstd(level=1),
            numcodecs.Blosc(cname="lz4", shuffle=pick.choice([0, 1, 2])),
        ]
    )
    return zarr.create_array(
        store=path,
        shape=shape,
        chunks=inner,
        dtype=dtype,
        fill_value=fill(pick, dtype),
        filters=filters,
        compressors=compressor,
        order=pick.choice("CF"),
        chunk_key_encoding={"name": "v2", "separator": pick.choice([".", "/"])},
        zarr_format=2,
    )


def by_tensorstore(path, pick, dtype):
    shape, inner, shards = layout(pick)
    codecs = [{"name": "bytes", "configuration": {"endian": pick.choice(["little", "big"])}}]
    codecs += pick.choice(
        [
            [],
            [{"name": "gzip", "configuration": {"level": 3}}],
            [{"name": "zstd", "configuration": {"level": 3, "checksum": True}}],
        ]
    )
    if shards:
        index = [{"name": "bytes", "configuration": {"endian": "little"}}, {"name": "crc32c"}]
        options = {"chunk_shape": inner, "codecs": codecs, "index_codecs": index}
        options["index_location"] = pick.choice(["start", "end"])
        codecs = [{"name": "sharding_indexed", "configuration": options}]
    return tensorstore.open(
        {
            "driver": "zarr3",
            "kvstore": {"driver": "file", "path": path},
            "metadata": {
                "shape": shape,
                "data_type": TENSORSTORE[dtype],
                "chunk_grid": {
                    "name": "regular",
                    "configuration": {"chunk_shape": shards or inner},
                },
                "codecs": codecs,
            },
        },
        create=True,
    ).result()


def write(directory, seed, count):
    pick = random.Random(seed)
    rng = np.random.default_rng(seed)
    for i in range(count):
        dtype = pick.choice(NUMBERS)
        path = str(directory / str(i))
        writers = [zarr3, zarr3, zarr2] + ([by_tensorstore] if dtype in TENSORSTORE else [])
        writer = pick.choice(writers)
        array = writer(path, pick, dtype)
        shape = array.shape
        # Some chunks stay without elements of their own.
        part = tuple(slice(0, pick.randint(1, n)) for n in shape)
        values = elements(rng, dtype, shape)[part]
        if writer is by_tensorstore:
            array[part].write(values).result()
        else:
            array[part] = values
        all_of_it = array.read().result() if writer is by_tensorstore else array[...]
        save(directory, i, all_of_it, dtype, writer.__name__)


def save(directory, i, values, dtype, writer):
    little = np.ascontiguousarray(values).astype("<f4" if dtype == "f2" else np.dtype(dtype).newbyteorder("<"))
    (directory / f"{i}.bin").write_bytes(little.tobytes())
    about = {"dtype": dtype, "shape": values.shape, "writer": writer}
    (directory / f"{i}.json").write_text(json.dumps(about))


def read(directory):
    names = sorted(about.stem for about in directory.glob("[0-9]*.json"))
    for name in names:
        about = directory / f"{name}.json"
        told = json.loads(about.read_text())
        dtype = "<f4" if told["dtype"] == "f2" else np.dtype(told["dtype"]).newbyteorder("<")
        expected = np.fromfile(directory / f"{name}.bin", dtype).reshape(told["shape"])
        path = str(directory / name)
        array = zarr.open_array(path, mode="r")
        compare(name, "zarr-python", array[...], expected)
        if array.attrs.asdict() != told.get("attributes", {}):
            print(f"{name} has the attributes {array.attrs.asdict()}")
        if told["writer"] == "by_tensorstore":
            spec = {"driver": "zarr3", "kvstore": {"driver": "file", "path": path}}
            compare(name, "TensorStore", tensorstore.open(spec).result().read().result(), expected)
    if (directory / "zarr.json").exists():
        group = zarr.open_group(str(directory), mode="r", zarr_format=3)
        if group.attrs.asdict() != {"title": "all of it"} or sorted(group.array_keys()) != names:
            print(f"the group has {group.attrs.asdict()} and {list(group.array_keys())}")


def compare(name, reader, values, expected):
    if not np.array_equal(values, expected, equal_nan=values.dtype.kind in "fc"):
        print(f"{name} as {reader} reads it")


if sys.argv[1] == "write":
    write(pathlib.Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
else:
    read(pathlib.Path(sys.argv[2]))
