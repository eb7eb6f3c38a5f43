"""An encoder with our weights in another program: `encoder.py PROGRAM THREADS FOLDER`.

PROGRAM is `onnxruntime` (a graph of the fused operations that onnxruntime's optimiser for transformers makes),
`onnxruntime-plain` (operations of ONNX itself), `onnxruntime-apart` (THREADS runs of one thread each at once), `torch` or
`torch-bf16` (autocast on the processor). See `turns.py` for what it answers.
"""

import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from turns import Given, serve


class Graph:
    """An ONNX graph that grows operation by operation."""

    def __init__(self):
        from onnx import helper, numpy_helper

        self.helper, self.numpy_helper = helper, numpy_helper
        self.nodes, self.constants = [], []

    def constant(self, name, values):
        self.constants.append(self.numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def add(self, operation, inputs, output, fused=False, **attributes):
        domain = "com.microsoft" if fused else ""
        outputs = [output] if isinstance(output, str) else output
        self.nodes.append(self.helper.make_node(operation, inputs, outputs, domain=domain, **attributes))
        return outputs[0]

    def model(self, inputs, output):
        import onnx

        value = self.helper.make_tensor_value_info
        whole = [value(name, kind, ["batch", "pieces"]) for name, kind in inputs]
        last = [value(output, onnx.TensorProto.FLOAT, ["batch", "pieces", "hidden"])]
        graph = self.helper.make_graph(self.nodes, "encoder", whole, last, self.constants)
        versions = [self.helper.make_opsetid("", 20), self.helper.make_opsetid("com.microsoft", 1)]
        return self.helper.make_model(graph, opset_imports=versions, ir_version=10).SerializeToString()


def fused(given):
    import onnx

    graph, epsilon = Graph(), given.epsilon
    for name in ["pieces", "encoder.positions", "encoder.norm.weight", "encoder.norm.bias"]:
        graph.constant(name, given[name])
    inputs = ["ids", "", "pieces", "encoder.positions", "", "encoder.norm.weight", "encoder.norm.bias"]
    asked = [("ids", onnx.TensorProto.INT32)]
    if given.knows_shapes:
        graph.constant("encoder.shapes", given["encoder.shapes"])
        inputs[1], inputs[4] = "kinds", "encoder.shapes"
        asked.append(("kinds", onnx.TensorProto.INT32))
    graph.add("EmbedLayerNormalization", inputs, ["x", "mask"], fused=True, epsilon=epsilon)
    states = "x"
    for layer in range(given.layers):
        at = f"encoder.{layer}."

        def weight(name, values):
            return graph.constant(at + name, values)

        def linear(x, name):
            return graph.add("MatMul", [x, weight(f"{name}.weight", given[f"{at}{name}.weight"].T)], f"{at}{name}")

        def bias(name):
            return weight(f"{name}.bias", given[f"{at}{name}.bias"])

        def norm(x, skip, name, linear_name):
            parts = [weight(f"{name}.{part}", given[f"{at}{name}.{part}"]) for part in ["weight", "bias"]]
            inputs = [x, skip, *parts, bias(linear_name)]
            return graph.add("SkipLayerNormalization", inputs, f"{at}{name}", fused=True, epsilon=epsilon)

        qkv = [states, weight("qkv.weight", given[f"{at}qkv.weight"].T), bias("qkv")]
        mixed = graph.add("Attention", qkv, f"{at}mixed", fused=True, num_heads=given.heads)
        states = norm(linear(mixed, "out"), states, "attention_norm", "out")
        wide = graph.add("BiasGelu", [linear(states, "up"), bias("up")], f"{at}wide", fused=True)
        states = norm(linear(wide, "down"), states, "output_norm", "down")
    return graph.model(asked, states), np.int32


def plain(given):
    import onnx

    graph = Graph()
    hidden = given["pieces"].shape[1]
    length = given.pieces[0].shape[1]

    def norm(x, name):
        parts = [graph.constant(f"{name}.{part}", given[f"{name}.{part}"]) for part in ["weight", "bias"]]
        return graph.add("LayerNormalization", [x, *parts], f"{name}.of", axis=-1, epsilon=given.epsilon)

    def linear(x, name, values, bias):
        product = graph.add("MatMul", [x, graph.constant(f"{name}.weight", values.T)], f"{name}.product")
        return graph.add("Add", [product, graph.constant(f"{name}.bias", bias)], name)

    asked = [("ids", onnx.TensorProto.INT64)]
    x = graph.add("Gather", [graph.constant("pieces", given["pieces"]), "ids"], "rows")
    x = graph.add("Add", [x, graph.constant("places", given["encoder.positions"][:length])], "placed")
    if given.knows_shapes:
        asked.append(("kinds", onnx.TensorProto.INT64))
        kinds = graph.add("Gather", [graph.constant("shapes", given["encoder.shapes"]), "kinds"], "written")
        x = graph.add("Add", [x, kinds], "sum")
    states = norm(x, "encoder.norm")
    width = hidden // given.heads
    apart = graph.constant("apart", np.array([0, 0, given.heads, width], dtype=np.int64))
    together = graph.constant("together", np.array([0, 0, hidden], dtype=np.int64))
    scale = graph.constant("scale", np.array(width**-0.5, dtype=np.float32))
    for layer in range(given.layers):
        at = f"encoder.{layer}."

        def of(x, name):
            return linear(x, at + name, given[f"{at}{name}.weight"], given[f"{at}{name}.bias"])

        def part(number, order):
            rows = slice(number * hidden, (number + 1) * hidden)
            name = f"{at}part{number}"
            values = linear(states, name, given[f"{at}qkv.weight"][rows], given[f"{at}qkv.bias"][rows])
            values = graph.add("Reshape", [values, apart], f"{name}.apart")
            return graph.add("Transpose", [values], f"{name}.turned", perm=order)

        query, key, value = part(0, [0, 2, 1, 3]), part(1, [0, 2, 3, 1]), part(2, [0, 2, 1, 3])
        scores = graph.add("MatMul", [query, key], f"{at}scores")
        scores = graph.add("Mul", [scores, scale], f"{at}scaled")
        shares = graph.add("Softmax", [scores], f"{at}shares", axis=-1)
        mixed = graph.add("MatMul", [shares, value], f"{at}mixed")
        mixed = graph.add("Transpose", [mixed], f"{at}back", perm=[0, 2, 1, 3])
        mixed = graph.add("Reshape", [mixed, together], f"{at}whole")
        states = norm(graph.add("Add", [of(mixed, "out"), states], f"{at}one"), f"{at}attention_norm")
        wide = graph.add("Gelu", [of(states, "up")], f"{at}wide", approximate="none")
        states = norm(graph.add("Add", [of(wide, "down"), states], f"{at}two"), f"{at}output_norm")
    return graph.model(asked, states), np.int64


def onnxruntime(given, threads, graph, apart):
    import onnxruntime as program

    model, kind = graph(given)
    options = program.SessionOptions()
    options.graph_optimization_level = program.GraphOptimizationLevel.ORT_ENABLE_ALL
    options.intra_op_num_threads = 1 if apart else threads
    options.inter_op_num_threads = 1
    session = program.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    feeds = [{"ids": pieces.astype(kind)} for pieces in given.pieces]
    if given.knows_shapes:
        for feed, shapes in zip(feeds, given.shapes):
            feed["kinds"] = shapes.astype(kind)

    def run(feed):
        return session.run(None, feed)[0]

    if apart:
        pool = ThreadPoolExecutor(threads)
        return lambda: list(pool.map(run, feeds)), lambda: run(feeds[0])
    return lambda: [run(feed) for feed in feeds], lambda: run(feeds[0])


def torch(given, threads, bf16):
    import torch as program

    from stock import states

    program.set_num_threads(threads)
    # Autocast keeps its casts of weights only if they could learn.
    weights = {name: program.from_numpy(given[name]).requires_grad_() for name in given.weights}
    batches = [(program.from_numpy(pieces), program.from_numpy(shapes)) for pieces, shapes in zip(given.pieces, given.shapes)]

    def run(batch):
        return states(weights, given, *batch)

    def all():
        with program.no_grad(), program.autocast("cpu", dtype=program.bfloat16, enabled=bf16):
            for batch in batches:
                run(batch)

    def first():
        with program.no_grad(), program.autocast("cpu", dtype=program.bfloat16, enabled=bf16):
            return run(batches[0]).float().numpy()

    return all, first


def main():
    name, threads, folder = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    given = Given(folder)
    if name.startswith("torch"):
        work, states = torch(given, threads, name == "torch-bf16")
    else:
        graph = plain if name == "onnxruntime-plain" else fused
        work, states = onnxruntime(given, threads, graph, name == "onnxruntime-apart")
    serve(work, sum(len(batch) for batch in given.pieces), states)


if __name__ == "__main__":
    main()
