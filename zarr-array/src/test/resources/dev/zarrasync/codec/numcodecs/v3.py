"""Writes chunks of codecs of Zarr v3, as filters.py does and with its pins."""

import itertools
import warnings

import cast_value_rs
import numpy as np
import zarr
from filters import case, floats, integers, write
from zarr.codecs import TransposeCodec

warnings.simplefilter("ignore")


def stored(elements, **options):
    """The chunk of an array of one chunk."""
    store = {}
    array = zarr.create_array(
        zarr.storage.MemoryStore(store), shape=elements.shape, chunks=elements.shape, dtype=elements.dtype,
        zarr_format=3, **options)
    array[...] = elements
    assert np.array_equal(array[...], elements, equal_nan=elements.dtype.kind == "f"), options
    return store["c/" + "/".join("0" for _ in elements.shape)].to_bytes()


transposed = []
for shape in [(3, 5), (2, 3, 4), (1, 6, 2, 3)]:
    for order in itertools.permutations(range(len(shape))):
        if len(shape) > 3 and order[0] != 2:
            continue
        elements = np.arange(np.prod(shape), dtype="<i2").reshape(shape)
        chunk = stored(elements, filters=[TransposeCodec(order=order)], compressors=None)
        transposed.append(case("transpose", {"order": list(order)}, elements, chunk, elements, v3=True))
write("transpose", transposed)


def cast(elements, target, configuration):
    encode = dict(map(tuple, configuration.get("scalar_map", {}).get("encode", [])))
    decode = dict(map(tuple, configuration.get("scalar_map", {}).get("decode", [])))
    options = {
        "rounding_mode": configuration.get("rounding", "nearest-even"),
        "out_of_range_mode": configuration.get("out_of_range"),
    }

    def run(array, dtype, entries):
        numbers = {float(k) if array.dtype.kind == "f" else int(k): float(v) if np.dtype(dtype).kind == "f" else int(v)
                   for k, v in entries.items()}
        return cast_value_rs.cast_array(array, target_dtype=dtype, scalar_map_entries=numbers or None, **options)

    encoded = run(elements, np.dtype(target), encode)
    decoded = run(encoded, elements.dtype, decode)
    return case("cast_value", {"data_type": target, **configuration}, elements, encoded, decoded, v3=True)


ROUNDINGS = ["nearest-even", "towards-zero", "towards-positive", "towards-negative", "nearest-away"]
halves = np.array([0.5, 1.5, -0.5, -2.5, 2.4, -2.6, 100.0, -0.0])
casts = []
for rounding in ROUNDINGS:
    casts.append(cast(halves, "int8", {"rounding": rounding}))
    casts.append(cast(np.array([0.1, -0.1, 1e30, 1e-50, -1e-50, 1 / 3]), "float32", {"rounding": rounding}))
    casts.append(cast(np.array([2049, 2051, -2049, 4095, 1], dtype="<i4"), "float16", {"rounding": rounding}))
    casts.append(cast(np.array([2**53 + 1, -(2**62) - 1, 2**62 - 1, 3]), "float64", {"rounding": rounding, "out_of_range": "clamp"}))
    casts.append(cast(np.array([2**64 - 1, 2**63 + 1, 7], dtype="<u8"), "float32", {"rounding": rounding, "out_of_range": "clamp"}))
casts += [
    cast(np.array([300.0, -1.0, 1e10, 2.5]), "uint8", {"out_of_range": "wrap"}),
    cast(np.array([300.0, -1.0, 1e10, 2.5]), "uint8", {"out_of_range": "clamp"}),
    cast(np.array([-1.5, 1e19, -0.0, 2.0**64], dtype="<f4"), "uint64", {"out_of_range": "clamp"}),
    cast(np.array([300, -200, 127, -129], dtype="<i2"), "int8", {"out_of_range": "wrap"}),
    cast(np.array([300, -200, 127, -129], dtype="<i2"), "int8", {"out_of_range": "clamp"}),
    cast(np.array([2**64 - 1, 5], dtype="<u8"), "int64", {"out_of_range": "wrap"}),
    cast(np.array([np.inf, -np.inf, np.nan, 1.5]), "float32", {}),
    cast(np.array([np.nan, 1.0, 254.0]), "uint8", {"scalar_map": {"encode": [["NaN", 0]], "decode": [[0, "NaN"]]}}),
    cast(np.array([0.0, -0.0, 7.0]), "uint8", {"scalar_map": {"encode": [[0.0, 9]]}}),
    cast(np.array([3.5e38, -1e300, 1.0]), "float32", {"out_of_range": "clamp"}),
]
write("cast_value", casts)


def scale_offset(elements, **configuration):
    kind = elements.dtype.type
    offset, scale = kind(configuration.get("offset", 0)), kind(configuration.get("scale", 1))
    encoded = (elements - offset) * scale
    decoded = (encoded / scale if elements.dtype.kind == "f" else encoded // scale) + offset
    assert encoded.dtype == elements.dtype == decoded.dtype
    return case("scale_offset", configuration, elements, encoded, decoded, v3=True)


write(
    "scale_offset",
    [
        scale_offset(floats("<f4"), offset=5, scale=0.1),
        scale_offset(floats("<f8"), offset=-10.5, scale=3),
        scale_offset(floats("<f2"), offset=0.1, scale=0.3),
        scale_offset(np.array([1000, 1255, 1001], dtype="<u2"), offset=1000),
        scale_offset(np.array([-5, 0, 70], dtype="<i4"), offset=3, scale=-7),
        scale_offset(np.array([2**63 + 5, 2**63], dtype="<u8"), offset=2**63, scale=3),
        scale_offset(integers("|i1")),
    ],
)
