"""Writes arrays by the library that is named, each in an environment of its own:

zarr-python-2: pip install zarr==2.18.7 numcodecs==0.15.2 numpy==2.2.6
tensorstore:   pip install tensorstore==0.1.86 numpy==2.4.6
zarrs:         pip install zarrs==0.2.3 zarr==3.1.6 numcodecs==0.16.6 numpy==2.4.6

A file beside this one has all objects by their keys, in Base64, and the values of each array by its path, in C order:
complex numbers as two, bytes in hexadecimal, strings as they are.
"""

import base64
import gzip
import json
import pathlib
import sys
import tempfile

import numpy as np

SHAPE, CHUNKS = (5, 7), (2, 3)
COUNT = np.arange(35).reshape(SHAPE)
NUMBERS = "i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 c8 c16".split()


def zarr_python_2(directory):
    import numcodecs
    import zarr

    written = {}

    def write(path, values, **options):
        options = {"chunks": (3, 4), "compressor": None, **options}
        store = zarr.DirectoryStore(directory / path)
        dtype = options.pop("dtype", values.dtype)
        array = zarr.create(values.shape, dtype=dtype, store=store, **options)
        array[...] = values
        written[path] = values

    for dtype in NUMBERS:
        write(dtype, COUNT.astype("<" + dtype))
        write(dtype + "-big", COUNT.astype(">" + dtype), order="F")
    write("b1", COUNT % 3 == 1)
    write("S3", COUNT.astype("S3"))
    write("U3", COUNT.astype("<U3"))
    write("U3-big", COUNT.astype(">U3"))
    write("M8", COUNT.astype("<M8[D]"))
    write("m8", COUNT.astype(">m8[s]"))
    write("V2", COUNT.astype("<u2").view("V2"))
    pairs = np.zeros(SHAPE, [("a", "<i2"), ("b", ">f8", 2), ("c", "S1")])
    pairs["a"], pairs["b"][..., 1], pairs["c"] = COUNT, COUNT, b"c"
    write("structured", pairs)
    compressors = {
        "blosc-lz4": numcodecs.Blosc("lz4", 5, numcodecs.Blosc.SHUFFLE),
        "blosc-zstd-bits": numcodecs.Blosc("zstd", 1, numcodecs.Blosc.BITSHUFFLE),
        "blosc-zlib": numcodecs.Blosc("zlib", 1, numcodecs.Blosc.NOSHUFFLE),
        "blosc-blosclz": numcodecs.Blosc("blosclz", 9, numcodecs.Blosc.AUTOSHUFFLE),
        "zlib": numcodecs.Zlib(9),
        "gzip": numcodecs.GZip(1),
        "bz2": numcodecs.BZ2(),
        "lzma": numcodecs.LZMA(),
        "lz4": numcodecs.LZ4(),
        "zstd": numcodecs.Zstd(1),
    }
    for name, compressor in compressors.items():
        write(name, COUNT.astype("<i4"), compressor=compressor)
        write(name + "-f", COUNT.astype("<f8"), compressor=compressor, dimension_separator="/", order="F", chunks=SHAPE)
    filters = {
        "delta": [numcodecs.Delta("<i4")],
        "delta-astype": [numcodecs.Delta("<i4", "<i1")],
        "astype": [numcodecs.AsType("<f4", "<i4")],
        "fixedscaleoffset": [numcodecs.FixedScaleOffset(offset=10, scale=1, dtype="<i4", astype="<i2")],
        "shuffle": [numcodecs.Shuffle(4)],
        "crc32": [numcodecs.CRC32()],
        "adler32": [numcodecs.Adler32()],
        "fletcher32": [numcodecs.Fletcher32()],
        "jenkins": [numcodecs.JenkinsLookup3()],
    }
    for name, codecs in filters.items():
        write(name, COUNT.astype("<i4"), filters=codecs, compressor=compressors["zlib"])
    write("quantize", COUNT.astype("<f8"), filters=[numcodecs.Quantize(3, "<f8")])
    write("bitround", COUNT.astype("<f4"), filters=[numcodecs.BitRound(12)])
    write("packbits", COUNT % 3 == 1, filters=[numcodecs.PackBits()])
    words = np.array([f"é{i}" for i in range(35)], object).reshape(SHAPE)
    write("vlen-utf8", words, dtype=object, object_codec=numcodecs.VLenUTF8())
    write("categorize", words, dtype=object, filters=[numcodecs.Categorize(sorted(set(words.flat)), object)])
    blobs = np.array([b"x" * i for i in range(35)] + [None], object)[:35].reshape(SHAPE)
    write("vlen-bytes", blobs, dtype=object, object_codec=numcodecs.VLenBytes())
    write("scalar", np.array(3, "<i4"), chunks=())
    write("one", np.arange(10, dtype="<i2"), chunks=(4,), fill_value=-1)
    write("four", np.arange(120, dtype="<u2").reshape(2, 3, 4, 5), chunks=(1, 2, 3, 2))
    return written


def tensorstore(directory):
    import tensorstore as ts

    written = {}

    def write(path, values, driver, metadata):
        spec = {"driver": driver, "kvstore": f"file://{directory}/{path}/", "metadata": metadata}
        ts.open(spec, create=True).result().write(values).result()
        written[path] = values

    def v2(path, values, dtype, **metadata):
        metadata = {"shape": values.shape, "chunks": CHUNKS, "dtype": dtype, "compressor": None, **metadata}
        write(path, values, "zarr", metadata)

    def v3(path, values, dtype, codecs, chunks=CHUNKS, **metadata):
        grid = {"name": "regular", "configuration": {"chunk_shape": chunks}}
        metadata = {"shape": values.shape, "chunk_grid": grid, "data_type": dtype, "codecs": codecs, **metadata}
        write(path, values, "zarr3", metadata)

    def codec(name, **options):
        return {"name": name, "configuration": options}

    bytes_codec = [codec("bytes", endian="little")]
    names = {"i": "int", "u": "uint", "f": "float"}
    for dtype in NUMBERS:
        values = COUNT.astype(dtype)
        bits = int(dtype[1:]) * 8
        v2("v2-" + dtype, values, ("|" if bits == 8 else "<") + dtype, order="F")
        if dtype == "c16":
            v3(dtype, values, "complex128", bytes_codec)
        else:
            v3(dtype, values, names[dtype[0]] + str(bits) if dtype[0] in names else "complex64", bytes_codec)
    v2("v2-bool", COUNT % 3 == 1, "|b1")
    v3("bool", COUNT % 3 == 1, "bool", bytes_codec)
    for name, compressor in {
        "zlib": {"id": "zlib", "level": 1},
        "bz2": {"id": "bz2", "level": 1},
        "zstd": {"id": "zstd", "level": 1},
        "blosc": {"id": "blosc", "cname": "lz4", "clevel": 5, "shuffle": 2, "blocksize": 0},
    }.items():
        v2("v2-" + name, COUNT.astype("i4"), ">i4", compressor=compressor, dimension_separator="/")
    compressions = {
        "gzip": [codec("gzip", level=1)],
        "zstd": [codec("zstd", level=1)],
        "blosc": [codec("blosc", cname="zstd", clevel=5, shuffle="bitshuffle", typesize=4, blocksize=0)],
        "crc32c": [{"name": "crc32c"}],
        "both": [codec("zstd", level=1), {"name": "crc32c"}],
    }
    for name, compression in compressions.items():
        chain = [codec("transpose", order=[1, 0]), codec("bytes", endian="big"), *compression]
        v3(name, COUNT.astype("i4"), "int32", chain, fill_value=3)
        for location in ("start", "end"):
            shard = codec(
                "sharding_indexed",
                chunk_shape=CHUNKS,
                codecs=chain,
                index_codecs=[codec("bytes", endian="little"), {"name": "crc32c"}],
                index_location=location,
            )
            v3(f"{name}-shards-{location}", COUNT.astype("i4"), "int32", [shard], (4, 6), fill_value=3)
    inner = codec("sharding_indexed", chunk_shape=[2, 3], codecs=bytes_codec, index_codecs=bytes_codec)
    outer = codec("sharding_indexed", chunk_shape=[2, 6], codecs=[inner], index_codecs=bytes_codec)
    v3("nested", COUNT.astype("u2"), "uint16", [outer], (4, 6))
    v3("dots", COUNT.astype("u2"), "uint16", bytes_codec, chunk_key_encoding=codec("default", separator="."))
    v3("v2keys", COUNT.astype("u2"), "uint16", bytes_codec, chunk_key_encoding=codec("v2", separator="/"))
    return written


def zarrs(directory):
    import zarr
    from zarr.codecs import BloscCodec, BytesCodec, Crc32cCodec, GzipCodec, TransposeCodec, ZstdCodec

    zarr.config.set({"codec_pipeline.path": "zarrs.ZarrsCodecPipeline", "codec_pipeline.strict": True})
    written = {}

    def write(path, values, **options):
        options = {"chunks": CHUNKS, "compressors": None, **options}
        array = zarr.create_array(
            zarr.storage.LocalStore(directory / path), shape=values.shape, dtype=values.dtype, **options
        )
        array[...] = values
        written[path] = values

    for dtype in NUMBERS:
        write(dtype, COUNT.astype(dtype))
        write(dtype + "-shards", COUNT.astype(dtype), shards=(4, 6))
    write("bool", COUNT % 3 == 1, shards=(6, 9))
    compressors = {
        "gzip": GzipCodec(level=9),
        "zstd": ZstdCodec(level=1, checksum=True),
        "crc32c": [ZstdCodec(), Crc32cCodec()],
        "blosc-lz4": BloscCodec(cname="lz4", shuffle="shuffle"),
        "blosc-zstd": BloscCodec(cname="zstd", shuffle="bitshuffle"),
        "blosc-blosclz": BloscCodec(cname="blosclz", shuffle="noshuffle"),
    }
    for name, compressor in compressors.items():
        write(name, COUNT.astype("i4"), compressors=compressor, serializer=BytesCodec(endian="big"))
        write(name + "-shards", COUNT.astype("f8"), compressors=compressor, shards=(4, 3))
    write("transpose", COUNT.astype("i2"), filters=TransposeCodec(order=(1, 0)), shards=(2, 6))
    write("four", np.arange(120, dtype="u2").reshape(2, 3, 4, 5), chunks=(1, 2, 3, 2), shards=(2, 4, 6, 4))
    write("v2keys", COUNT.astype("u1"), chunk_key_encoding={"name": "v2", "separator": "."})
    return written


def texts(values):
    kind = values.dtype.kind
    if kind == "c":
        return [[float(v.real), float(v.imag)] for v in values.flat]
    if kind in "Mm":
        return values.astype("i8").ravel().tolist()
    if kind == "S":
        return [v.decode() for v in values.flat]
    return [v.hex() if isinstance(v, bytes) else v for v in hexadecimal(values).flat]


def hexadecimal(values):
    """Structures as their bytes, and all else as Python has it."""
    if values.dtype.kind == "V":
        return np.array([v.tobytes() for v in values.flat], object)
    return values.astype(object)


name = sys.argv[1]
with tempfile.TemporaryDirectory() as temporary:
    root = pathlib.Path(temporary)
    arrays = {"zarr-python-2": zarr_python_2, "tensorstore": tensorstore, "zarrs": zarrs}[name](root)
    files = sorted(path for path in root.rglob("*") if path.is_file())
    objects = {str(path.relative_to(root)): base64.b64encode(path.read_bytes()).decode() for path in files}
content = json.dumps({"objects": objects, "values": {path: texts(v) for path, v in arrays.items()}})
path = pathlib.Path(__file__).parent / f"{name}.json.gz"
path.write_bytes(gzip.compress(content.encode(), mtime=0))
print(path.name, len(arrays), "arrays", path.stat().st_size, "bytes")
