#!/usr/bin/env python3
"""Measures the models beside this file with ONNX Runtime, and writes timings.jsonl.

Needs Python 3.8 and the packages numpy and onnxruntime; nothing else should run on the device
meanwhile. Started again after it was stopped, it resumes. The file timings.jsonl goes back to

    netadapt measure-latency --import timings.jsonl
"""
import argparse
import json
import os
import pathlib
import platform
import random
import sys
import tempfile
import time

import numpy
import onnxruntime

FOLDER = pathlib.Path(__file__).resolve().parent
KERNEL = "_kernel_time"


def arguments(manifest):
    parser = argparse.ArgumentParser(description="Measures the models beside this file.")
    parser.add_argument("--out", default="timings.jsonl", help="by default timings.jsonl")
    parser.add_argument("--passes", type=int, default=manifest["passes"])
    parser.add_argument("--runs", type=int, default=manifest["runs"])
    parser.add_argument("--threads", type=int, default=manifest["threads"])
    return parser.parse_args()


def processor():
    """The processor's name, and the vector instructions by which runtimes choose how to compute."""
    facts = {}
    if os.path.exists("/proc/cpuinfo"):
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            for line in lines:
                key, _, value = line.partition(":")
                facts.setdefault(key.strip(), value.strip())
    board = pathlib.Path("/proc/device-tree/model")
    name = facts.get("model name")
    if not name and board.exists():
        name = board.read_text(encoding="utf-8").replace("\0", "").strip()
    name = name or platform.machine()
    flags = (facts.get("flags") or facts.get("Features") or "").split()
    vectors = [one for one in ("avx512f", "avx2", "asimd") if one in flags]
    return ", ".join([name] + vectors[:1])


def typical(numbers):
    """The mean of the half in the middle, and half of the way between the quartiles."""
    numbers = sorted(numbers)
    low = len(numbers) // 4
    middle = numbers[low : len(numbers) - low]
    return sum(middle) / len(middle), (middle[-1] - middle[0]) / 2


def timed(model, image, given, manifest, least, most, profile=None):
    """Microseconds of each run, and the share of the time in which this thread did not run.

    No more than the least number of runs once these have taken long enough.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = given.threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    if profile:
        options.enable_profiling = True
        options.profile_file_prefix = profile
    session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    feed = {"images": image}
    for _ in range(manifest["warm_up"]):
        session.run(None, feed)
    micros = []
    working, start = time.thread_time(), time.perf_counter()
    while len(micros) < most:
        if len(micros) >= least and time.perf_counter() - start >= manifest["enough_seconds"]:
            break
        began = time.perf_counter()
        session.run(None, feed)
        micros.append((time.perf_counter() - began) * 1e6)
    waited = 1 - (time.thread_time() - working) / (time.perf_counter() - start)
    if profile:
        session.end_profiling()
    return micros, max(0.0, waited)


def nodes(model, image, given, manifest, runs):
    """What remains of the model's nodes, in the order in which they run, with their times."""
    with tempfile.TemporaryDirectory() as folder:
        timed(model, image, given, manifest, runs, runs, os.path.join(folder, "profile"))
        file = os.path.join(folder, os.listdir(folder)[0])
        with open(file, encoding="utf-8") as events:
            profile = json.load(events)
    found = {}
    for event in profile:
        name = event.get("name", "")
        if event.get("cat") == "Node" and name.endswith(KERNEL):
            found.setdefault(name, []).append(event)
    return [
        {
            "name": name[: -len(KERNEL)],
            "operator": events[0]["args"]["op_name"],
            "micros": typical([event["dur"] for event in events[manifest["warm_up"] :]])[0],
        }
        for name, events in found.items()
    ]


def resumed(file, device):
    """The timings that are in the file already; a line without an end does not count."""
    if not os.path.exists(file):
        open(file, "w", encoding="utf-8").close()
    with open(file, "rb+") as there:
        there.truncate(there.read().rfind(b"\n") + 1)
    with open(file, encoding="utf-8") as text:
        lines = text.readlines()
    if not lines:
        with open(file, "w", encoding="utf-8") as out:
            out.write(json.dumps(device) + "\n")
    elif json.loads(lines[0]) != device:
        sys.exit(f"{file} holds timings of something else: delete it, or choose another --out")
    return [json.loads(line) for line in lines[1:]]


def agree(times):
    """Whether the two fastest are no more than a tenth and a microsecond apart."""
    times = sorted(times)
    return len(times) > 1 and times[1] - times[0] <= 0.1 * times[1] + 1


def settled(timings):
    """Whether it is known how long a network takes: disturbed timings do not count."""
    calm = [
        one
        for one in timings
        if one["waited"] <= 0.1 and one["spread"] <= 0.1 * one["micros"] + 1
    ]
    nodes = [sum(node["micros"] for node in one["nodes"]) for one in calm]
    return agree([one["micros"] for one in calm]) and agree(nodes)


def main():
    with open(FOLDER / "manifest.json", encoding="utf-8") as text:
        manifest = json.load(text)
    given = arguments(manifest)
    device = {
        "format": manifest["format"],
        "network": manifest["network"],
        "networks": manifest["networks"],
        "processor": processor(),
        "threads": given.threads,
        "runtime": "ONNX Runtime " + onnxruntime.__version__,
    }
    size = manifest["image"]
    image = numpy.sin(numpy.arange(numpy.prod(size))).astype("float32").reshape(1, *size)
    timings = resumed(given.out, device)

    def measure(turns):
        began = time.time()
        while turns and time.time() - began < 1:  # processors need a while to be fast
            first = FOLDER / f"{turns[0][1]:04d}.onnx"
            timed(first, image, given, manifest, manifest["least_runs"], given.runs)
        began = time.time()
        for done, (number, network) in enumerate(turns, 1):
            model = FOLDER / f"{network:04d}.onnx"
            least = manifest["least_runs"]
            whole, waited = timed(model, image, given, manifest, least, max(least, given.runs))
            micros, spread = typical(whole)
            timing = {
                "network": network,
                "pass": number,
                "runs": len(whole),
                "micros": micros,
                "spread": spread,
                "waited": waited,
                "nodes": nodes(model, image, given, manifest, len(whole)),
            }
            timings.append(timing)
            with open(given.out, "a", encoding="utf-8") as out:
                out.write(json.dumps(timing) + "\n")
            if done % 20 == 0:
                minutes = (time.time() - began) / done * (len(turns) - done) / 60
                print(f"pass {number + 1}: {len(turns) - done} left, {minutes:.0f} min", flush=True)

    def shuffled(number, networks):
        networks = list(networks)
        random.Random(number).shuffle(networks)
        return [(number, network) for network in networks]

    models = range(manifest["models"])
    finished = {(one["pass"], one["network"]) for one in timings}
    turns = [turn for number in range(given.passes) for turn in shuffled(number, models)]
    measure([turn for turn in turns if turn not in finished])
    def unsettled():
        known = {network: [] for network in models}
        for one in timings:
            known[one["network"]].append(one)
        return [network for network in models if not settled(known[network])]

    for further in range(4):  # again what something has disturbed, which may last for seconds
        again = unsettled()
        if again:
            time.sleep(1 << further)
            number = max(given.passes, 1 + max(one["pass"] for one in timings))
            measure(shuffled(number, again))
    left = len(unsettled())
    if left:
        print(f"{left} networks did not take the same time twice: start this again when nothing else runs")
        sys.exit(4)
    print(f"done: {given.out}")


if __name__ == "__main__":
    main()
