"""Reads regions of an array, or writes arrays, again and again, and prints what that took: see
ReadProcess.java."""

import asyncio
import itertools
import json
import os
import sys
import time
import zlib
from urllib.parse import urlparse

import numpy

BUCKET = "bench"


def zarr_python(job, store):
    import zarr

    zarr.config.set({"async.concurrency": job["atOnce"]})
    array = zarr.open_array(store=store, mode="r", zarr_format=zarr_format(job))

    async def all_of(regions):
        return await asyncio.gather(*(array.async_array.getitem(region) for region in regions))

    def read(regions):
        return [array[regions[0]]] if len(regions) == 1 else zarr.core.sync.sync(all_of(regions))

    return read


def zarr_format(job):
    return 2 if job["data"]["encoding"] in ("NONE", "BLOSC") else 3


def obstore(job):
    return zarr_python(job, obstore_store(job, read_only=True))


def obstore_store(job, read_only):
    from obstore.store import S3Store
    from zarr.storage import ObjectStore

    store = S3Store(
        BUCKET,
        prefix=job["data"]["path"],
        endpoint=job["endpoint"],
        region="us-east-1",
        access_key_id="key",
        secret_access_key="secret",
        virtual_hosted_style_request=False,
        client_options={"allow_http": True},
    )
    return ObjectStore(store, read_only=read_only)


def obstore_writer(job, values):
    import zarr
    from numcodecs import Blosc

    zarr.config.set({"async.concurrency": job["atOnce"]})
    store = obstore_store(job, read_only=False)

    def write(number):
        array = zarr.create_array(
            store=store,
            name=str(number),
            shape=job["data"]["shape"],
            chunks=job["data"]["chunk"],
            dtype="<i2",
            compressors=Blosc("lz4", 5, Blosc.SHUFFLE),
            fill_value=0,
            zarr_format=2,
        )
        array[...] = values

    return write


def zarrs(job):
    os.environ["RAYON_NUM_THREADS"] = str(job["atOnce"])  # Each waits for a request of its own.
    import zarr

    zarr.config.set(
        {
            "codec_pipeline.path": "zarrs.ZarrsCodecPipeline",
            "codec_pipeline.strict": True,
            "codec_pipeline.chunk_concurrent_minimum": job["atOnce"],
            "threading.max_workers": job["atOnce"],
        }
    )
    return obstore(job)


def s3fs(job):
    from zarr.storage import FsspecStore

    store = FsspecStore.from_url(
        f"s3://{BUCKET}/{job['data']['path']}",
        storage_options={
            "key": "key",
            "secret": "secret",
            "endpoint_url": job["endpoint"],
            "client_kwargs": {"region_name": "us-east-1"},
            "config_kwargs": {"max_pool_connections": job["atOnce"]},
        },
        read_only=True,
    )
    return zarr_python(job, store)


def tensorstore_spec(job, path):
    if job["protocol"] == "FILE":
        return {"driver": "file", "path": urlparse(job["endpoint"]).path + path}, {}
    if job["protocol"] == "S3":
        os.environ["AWS_ACCESS_KEY_ID"] = "key"
        os.environ["AWS_SECRET_ACCESS_KEY"] = "secret"
        kvstore = {
            "driver": "s3",
            "bucket": BUCKET,
            "path": path,
            "endpoint": job["endpoint"],
            "aws_region": "us-east-1",
        }
        limit = "s3_request_concurrency"
    else:
        if job["certificate"]:
            os.environ["TENSORSTORE_CA_BUNDLE"] = job["certificate"]
        kvstore = {"driver": "http", "base_url": job["endpoint"], "path": f"/{BUCKET}/{path}"}
        limit = "http_request_concurrency"
    return kvstore, {limit: {"limit": job["atOnce"]}}


def tensorstore_writer(job, values):
    import tensorstore as ts

    kvstore, limits = tensorstore_spec(job, job["data"]["path"] + "/")
    context = ts.Context(limits)
    root = kvstore["path"]

    def write(number):
        array = ts.open(
            {
                "driver": "zarr",
                "kvstore": {**kvstore, "path": f"{root}{number}/"},
                "metadata": {
                    "shape": job["data"]["shape"],
                    "chunks": job["data"]["chunk"],
                    "dtype": "<i2",
                    "compressor": {
                        "id": "blosc",
                        "cname": "lz4",
                        "clevel": 5,
                        "shuffle": 1,
                        "blocksize": 0,
                    },
                    "fill_value": 0,
                    "dimension_separator": ".",
                },
            },
            context=context,
            create=True,
        ).result()
        array.write(values).result()

    return write


def tensorstore(job):
    import tensorstore as ts

    kvstore, limits = tensorstore_spec(job, job["data"]["path"] + "/")
    array = ts.open(
        {
            "driver": "zarr" if zarr_format(job) == 2 else "zarr3",
            "kvstore": kvstore,
            "context": limits,
        },
        open=True,
        read=True,
    ).result()

    def read(regions):
        with ts.Batch() as batch:
            reads = [array[region].read(batch=batch) for region in regions]
        return [each.result() for each in reads]

    return read


def values_of(data):
    """Computes what Dataset.java does, row by row."""
    values = numpy.empty(data["shape"], "<i2")
    columns = numpy.arange(values.shape[1], dtype="u8")
    mask = numpy.uint64((1 << data["noiseBits"]) - 1)
    for row, target in enumerate(values):
        index = columns + numpy.uint64(row * values.shape[1])
        noise = (index ^ (index >> numpy.uint64(7))) * numpy.uint64(0x9E3779B97F4A7C15)
        noise = (noise ^ (noise >> numpy.uint64(32))) * numpy.uint64(0xBF58476D1CE4E5B9)
        target[:] = (index >> numpy.uint64(6) & numpy.uint64(0x3FF)) + (
            noise >> numpy.uint64(40) & mask
        )
    return values


def numbered(write):
    numbers = itertools.count()
    return lambda regions: write(next(numbers))


def peak_rss():
    try:
        with open("/proc/self/status") as status:
            line = next(line for line in status if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024
    except OSError:
        return None


def checksum(values):
    return format(zlib.crc32(numpy.ascontiguousarray(values)), "x")


def main():
    job = json.loads(sys.argv[2])
    fresh = []
    openers = {"obstore": obstore, "zarrs": zarrs, "s3fs": s3fs, "tensorstore": tensorstore}
    writers = {"obstore": obstore_writer, "tensorstore": tensorstore_writer}
    values = values_of(job["data"]) if job["writes"] else None
    lap = time.perf_counter(), time.process_time()
    if job["writes"]:
        read = numbered(writers[sys.argv[1]](job, values))
    else:
        read = openers[sys.argv[1]](job)
    regions = [
        tuple(slice(start, start + length) for start, length in zip(part["offset"], part["shape"]))
        for part in job["regions"]
    ]

    start = time.perf_counter()
    warm_ups = 0
    while warm_ups < job["leastReads"] or time.perf_counter() - start < job["warmUpMillis"] / 1000:
        read(regions)
        warm_ups += 1
        if len(fresh) < job["leastReads"]:
            now = time.perf_counter(), time.process_time()
            fresh.append(
                {
                    "wallSeconds": now[0] - lap[0],
                    "cpuSeconds": now[1] - lap[1],
                    "peakRssBytes": peak_rss() or 0,
                }
            )
            lap = time.perf_counter(), time.process_time()

    while True:
        print("READY", flush=True)
        if not sys.stdin.readline():
            return
        cpu = time.process_time()
        start = time.perf_counter()
        parts = read(regions)
        if not job["writes"]:
            values = parts[0] if len(parts) == 1 else numpy.concatenate(parts, axis=None)
        wall = time.perf_counter() - start
        result = {
            "wallSeconds": wall,
            "cpuSeconds": time.process_time() - cpu,
            "allocatedBytes": None,
            "peakHeapBytes": None,
            "peakRssBytes": peak_rss(),
            "warmUps": warm_ups,
            "fresh": fresh,
            # Of what was written, the benchmark reads it back.
            "checksum": None if job["writes"] else checksum(values),
        }
        fresh = []
        print("RESULT " + json.dumps(result), flush=True)


main()
