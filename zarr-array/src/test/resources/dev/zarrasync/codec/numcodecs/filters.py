"""Writes chunks that filters of numcodecs and zarr-python made, with what they are made of, as JSON:
pip install numcodecs==0.16.6 zarr==3.1.6 cast-value-rs==0.5.1 numpy==2.4.6

Each file has cases: the name and configuration of a codec, the Zarr format, the type and shape of
the elements, the raw chunk, the encoded one, and what that decodes to if that is not the raw one.
"""

import base64
import itertools
import json
import pathlib
import warnings

import numcodecs
import numpy as np
from numcodecs.registry import get_codec

warnings.simplefilter("ignore")
HERE = pathlib.Path(__file__).parent
RANDOM = np.random.default_rng(42)


def text(value):
    if isinstance(value, np.ndarray):
        value = value.tobytes()
    return base64.b64encode(bytes(value)).decode()


def case(name, configuration, elements, encoded, decoded, kind=None, v3=False):
    raw = text(elements) if isinstance(elements, np.ndarray) else text(elements[1])
    array = elements if isinstance(elements, np.ndarray) else elements[0]
    result = {
        "codec": name,
        "configuration": configuration,
        "format": 3 if v3 else 2,
        "type": kind or array.dtype.str,
        "shape": list(array.shape),
        "raw": raw,
        "encoded": text(encoded),
    }
    if text(decoded) != raw:
        result["decoded"] = text(decoded)
    return result


def of_numcodecs(elements, **configuration):
    codec = get_codec(dict(configuration))
    encoded = np.asarray(codec.encode(elements))
    decoded = np.asarray(codec.decode(encoded.tobytes()))
    del configuration["id"]
    return case(codec.codec_id, configuration, elements, encoded, decoded)


def write(name, cases):
    lines = ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases)
    (HERE / f"{name}.json").write_text(f"[\n{lines}\n]\n")


def integers(dtype, count=9):
    info = np.iinfo(dtype)
    some = RANDOM.integers(info.min, info.max, count, dtype=np.dtype(dtype).newbyteorder("="), endpoint=True)
    some[:2] = info.min, info.max
    return some.astype(dtype)


def floats(dtype, count=9, scale=1000.0):
    some = (RANDOM.standard_normal(count) * scale).astype(dtype)
    some[:2] = -0.0, 1 / 3
    return some


def numbers(dtype, count=9):
    if np.dtype(dtype).kind == "b":
        return RANDOM.integers(0, 2, count).astype(dtype)
    return floats(dtype, count) if np.dtype(dtype).kind == "f" else integers(dtype, count)


def few(dtype):
    """Numbers of which the first fits in any type: numcodecs refuses others."""
    kind = np.dtype(dtype).kind
    if kind == "b":
        return numbers(dtype)
    some = (RANDOM.random(9) * 2.0 ** min(60, 8 * np.dtype(dtype).itemsize - 2)).astype(dtype)
    some[0] = 17
    return some


INTEGERS = ["|i1", "|u1", "<i2", ">u2", "<i4", "<u4", ">i8", "<u8"]
FLOATS = ["<f2", "<f4", ">f8"]

write(
    "delta",
    [of_numcodecs(numbers(t), id="delta", dtype=t) for t in INTEGERS + FLOATS + ["|b1", ">f4"]]
    + [
        of_numcodecs(few(t), id="delta", dtype=t, astype=a)
        for t, a in [("<i4", "<i2"), ("<i4", "<i8"), ("<u8", "<i8"), ("|u1", "<i2"), ("<f4", "<f8"), ("<f8", "<f4"),
                     ("<f4", "<f2"), ("<i2", "<f4"), ("|i1", "<f2"), ("<i8", "<u8"), ("<u4", "<i4"), ("|b1", "|i1")]
    ],
)

scaled = []
for t, a, offset, scale in [
    ("<f8", "|u1", 1000, 10), ("<f4", "<i2", 1.5, 0.1), ("<f2", "<i2", 3, 7), (">f4", ">i4", -0.3, 1e3),
    ("<f8", "<f4", 0.1, 3), ("<f4", "<f8", 0.1, 3.7), ("<f4", "<f4", 10, 10), ("<i4", "<i2", 100, 3),
    ("<i4", "<i4", 1.5, 10), ("<i2", "|i1", 7, 0.01), ("<u8", "<u8", 5, 3), ("<i8", "<f8", 2**40, 0.5),
    ("|b1", "|u1", 1, 3), ("|u1", "|u1", 3, 2), ("<f4", "<f2", 1, 0.25), ("<f2", "<f4", 0.1, 0.3),
    ("<f8", "<i8", -7, 1e6), ("<f8", "<u2", -4000, 4),
]:
    if a[1:] == "u8" or np.dtype(t).kind != "f":
        data = numbers(t)
    else:
        data = floats(t, scale=20.0)
    scaled.append(of_numcodecs(data, id="fixedscaleoffset", offset=offset, scale=scale, dtype=t, astype=a))
scaled.append(of_numcodecs(floats("<f8", scale=0.5), id="fixedscaleoffset", offset=0, scale=100, dtype="<f8"))
write("fixedscaleoffset", scaled)

write(
    "quantize",
    [
        of_numcodecs(floats(t, 7, 3.0), id="quantize", digits=digits, dtype=t, astype=a)
        for (t, a), digits in itertools.product(
            [("<f2", "<f2"), ("<f4", "<f4"), (">f8", ">f8"), ("<f8", "<f4"), ("<f4", "<f2"), ("<f2", "<f8")],
            [-1, 0, 1, 3],
        )
    ],
)

special = [0.0, -0.0, np.inf, -np.inf, np.nan, 65504.0, 6e-8, -1.99999]
write(
    "bitround",
    [
        of_numcodecs(np.concatenate([np.array(special, dtype=t), floats(t)]), id="bitround", keepbits=bits)
        for t, bits in [("<f2", 0), ("<f2", 3), ("<f2", 10), ("<f4", 0), ("<f4", 1), (">f4", 12), ("<f4", 22),
                        ("<f4", 23), ("<f8", 0), ("<f8", 20), (">f8", 51), ("<f8", 52)]
    ],
)

casts = []
for decoded, encoded in itertools.product(["|b1", "|i1", ">u2", "<i4", "<u4", "<u8", "<i8", "<f2", "<f4", ">f8"], repeat=2):
    data = numbers(decoded, 5)
    if np.dtype(decoded).kind == "f":
        data[2:] = [70.5, -3.99, 2.5]
        # What C makes of a negative number as an unsigned one of 4 bytes, NumPy does not know.
        if encoded == "<u4":
            data = np.abs(data).astype(decoded)
    casts.append(of_numcodecs(data, id="astype", encode_dtype=encoded, decode_dtype=decoded))
out_of_range = [300.7, -300.7, 70000.5, 3e9, -3e9, 1e19, -1e19, 1.8e19, 1e30, np.nan, np.inf, -np.inf]
for t in ["|i1", "|u1", "<i2", "<u2", "<i4", "<i8", "<u8", "|b1", "<f2", "<f4"]:
    casts.append(of_numcodecs(np.array(out_of_range), id="astype", encode_dtype=t, decode_dtype="<f8"))
subnormal = np.array([2.0**-24, 2.0**-25, 1.5 * 2.0**-25, 6.1e-5, 65519.99, 65520, 2049, 2051, -1e-9, np.nan])
casts.append(of_numcodecs(subnormal, id="astype", encode_dtype="<f2", decode_dtype="<f8"))
casts.append(of_numcodecs(subnormal.astype("<f2"), id="astype", encode_dtype="<f8", decode_dtype="<f2"))
large = np.array([2**53 + 1, 2**63 - 1, -(2**63), 2**24 + 1, -(2**62) - 2**38 - 1], dtype="<i8")
for t in ["<f8", "<f4"]:
    casts.append(of_numcodecs(large, id="astype", encode_dtype=t, decode_dtype="<i8"))
    casts.append(of_numcodecs(large.view("<u8"), id="astype", encode_dtype=t, decode_dtype="<u8"))
casts.append(of_numcodecs(np.array([5, -7, -(2**63)]).view("<M8[ns]"), id="astype", encode_dtype="<i8", decode_dtype="<M8[ns]"))
for part in range(4):
    write(f"astype-{part}", casts[part::4])

write("packbits", [of_numcodecs(RANDOM.integers(0, 2, n).astype("|b1"), id="packbits") for n in [1, 7, 8, 9, 100]])
write(
    "shuffle",
    [of_numcodecs(integers(t, 10), id="shuffle", elementsize=s) for t, s in [("<i2", 2), ("<i4", 4), (">i8", 8), ("|u1", 1), ("|u1", 5), ("<i4", 0)]]
    + [of_numcodecs(integers("<i4", 10), id="shuffle")],
)
write(
    "checksums",
    [of_numcodecs(integers("<i4", n), id=c) for c in ["crc32", "crc32c", "adler32", "fletcher32"] for n in [2, 40]]
    + [of_numcodecs(integers("|i1", 3), id=c, location=where) for c in ["crc32", "crc32c", "adler32"] for where in ["start", "end"]]
    + [of_numcodecs(integers("|u1", n), id="jenkins_lookup3", initval=i) for n in [2, 12, 13, 24, 31] for i in [0, 7]]
    + [of_numcodecs(integers("|u1", 801), id="fletcher32")],
)


def vlen(codec, values, kind, **configuration):
    array = np.empty(len(values), dtype=object)
    array[:] = values
    encoded = bytes(codec.encode(array))
    codec.decode(encoded)
    return case(codec.codec_id, configuration, (array, encoded), encoded, encoded, kind)


def categorized(values, labels, kind, **configuration):
    array = np.array(values, dtype=object if kind == "string" else kind)
    codec = numcodecs.Categorize(labels, dtype=array.dtype, **configuration)
    encoded = codec.encode(array)
    decoded = codec.decode(encoded)
    if kind == "string":
        raw = bytes(numcodecs.VLenUTF8().encode(array))
        decoded = bytes(numcodecs.VLenUTF8().encode(decoded))
    else:
        raw = array
    configuration["labels"] = labels
    configuration["dtype"] = array.dtype.str
    return case("categorize", configuration, (array, raw), encoded, decoded, kind)


write(
    "strings",
    [
        vlen(numcodecs.VLenUTF8(), ["a", "", "häß", "𝄞 clef", "x" * 300], "string"),
        vlen(numcodecs.VLenBytes(), [b"a", b"", b"\0\xff"], "bytes"),
        vlen(numcodecs.VLenArray("<i2"), [np.array([1, 2], "<i2"), np.array([], "<i2")], "bytes", dtype="<i2"),
        categorized(["male", "female", "", "unexpected", "female"], ["female", "male"], "string"),
        categorized(["é", "b", "é"], ["b", "é", "b"], "string", astype=">u2"),
        categorized(["male", "fem", "", "other"], ["fem", "male"], "<U5"),
        categorized(["ä", "b"], ["b", "ä"], ">U3", astype="<i4"),
    ],
)
