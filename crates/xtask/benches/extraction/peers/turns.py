"""What programs that take turns share: weights, batches, and answers to lines of JSON on stdin."""

import functools
import json
import os
import sys
import time

import numpy as np
from safetensors.numpy import load_file


class Given:
    """What `cargo xtask bench extraction` exported into a folder."""

    def __init__(self, folder):
        self.weights = load_file(os.path.join(folder, "weights.safetensors"))
        with open(os.path.join(folder, "batches.json")) as file:
            said = json.load(file)
        self.heads, self.layers, self.epsilon = said["heads"], said["layers"], said["epsilon"]
        self.pieces = [np.array(batch, dtype=np.int64) for batch in said["pieces"]]
        self.shapes = [np.array(batch, dtype=np.int64) for batch in said["shapes"]]

    def __getitem__(self, name):
        return np.ascontiguousarray(self.weights[name], dtype=np.float32)

    @functools.cached_property
    def knows_shapes(self):
        """Whether the way words are written changes anything; in a stock BERT it does not."""
        return bool(self["encoder.shapes"].any())


def serve(work, size, states=None):
    """Answers until stdin is closed. `work()` goes over all batches, which hold `size` things; `states()` gives the states
    of the first batch."""
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # Whatever a program prints does not get among the answers.

    def answer(value):
        print(json.dumps(value), file=out, flush=True)

    work()
    answer("ready")
    for line in sys.stdin:
        asked = json.loads(line)
        if "states" in asked:
            np.ascontiguousarray(states(), dtype="<f4").tofile(asked["states"])
            answer({})
            continue
        start, passes = time.perf_counter(), 0
        while time.perf_counter() - start < asked["seconds"]:
            work()
            passes += 1
        answer({"rate": passes * size / (time.perf_counter() - start)})
