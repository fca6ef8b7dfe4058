"""Reads regions of an array again and again, and prints what that took: see ReadProcess.java."""

import asyncio
import json
import os
import sys
import time
import zlib

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
    return zarr_python(job, ObjectStore(store, read_only=True))


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


def tensorstore(job):
    import tensorstore as ts

    path = job["data"]["path"] + "/"
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
    array = ts.open(
        {
            "driver": "zarr" if zarr_format(job) == 2 else "zarr3",
            "kvstore": kvstore,
            "context": {limit: {"limit": job["atOnce"]}},
        },
        open=True,
        read=True,
    ).result()

    def read(regions):
        with ts.Batch() as batch:
            reads = [array[region].read(batch=batch) for region in regions]
        return [each.result() for each in reads]

    return read


def peak_rss():
    try:
        with open("/proc/self/status") as status:
            line = next(line for line in status if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024
    except OSError:
        return None


def main():
    job = json.loads(sys.argv[2])
    fresh = []
    lap = time.perf_counter(), time.process_time()
    openers = {"obstore": obstore, "zarrs": zarrs, "s3fs": s3fs, "tensorstore": tensorstore}
    read = openers[sys.argv[1]](job)
    regions = [
        tuple(slice(start, start + length) for start, length in zip(part["offset"], part["shape"]))
        for part in job["regions"]
    ]

    start = time.perf_counter()
    warm_ups = 0
    while warm_ups < 2 or time.perf_counter() - start < job["warmUpMillis"] / 1000:
        read(regions)
        warm_ups += 1
        if len(fresh) < 2:
            now = time.perf_counter(), time.process_time()
            fresh.append({"wallSeconds": now[0] - lap[0], "cpuSeconds": now[1] - lap[1]})
            lap = now

    while True:
        print("READY", flush=True)
        if not sys.stdin.readline():
            return
        cpu = time.process_time()
        start = time.perf_counter()
        parts = read(regions)
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
            "checksum": format(zlib.crc32(numpy.ascontiguousarray(values)), "x"),
        }
        fresh = []
        print("RESULT " + json.dumps(result), flush=True)


main()
