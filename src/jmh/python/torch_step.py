"""A network of ours in PyTorch, for netadapt.benchmark.TorchStep, which starts this.

    python3 torch_step.py FOLDER eager|compiled

FOLDER has what TorchCase writes: the network, its weights and the images of a step. For each line
on the standard input, this takes a training step and writes its milliseconds and its loss.

The super-network is computed at its full width and masked, image by image.
"""

import json
import sys
import time
from pathlib import Path

import numpy
import torch
import torch.nn.functional as F

EPSILON = 1e-3  # of batch normalisation


class Numbers:
    """The arrays of a case by name."""

    def __init__(self, folder, arrays):
        self.all = numpy.fromfile(folder / "numbers.bin", dtype="<f4")
        self.arrays = arrays

    def __call__(self, name):
        entry = self.arrays[name]
        end = entry["offset"] + int(numpy.prod(entry["shape"]))
        return torch.from_numpy(self.all[entry["offset"] : end].copy()).reshape(entry["shape"])


def activation(kind, x):
    return {"none": lambda y: y, "relu": F.relu, "hard_swish": F.hardswish}[kind](x)


def padded(x, channels):
    return F.pad(x, (0, 0, 0, 0, 0, channels - x.shape[1]))


class Convolution(torch.nn.Module):
    """Convolution, batch normalisation, activation, ordered dropout, bypass."""

    def __init__(self, layer, numbers, channels):
        super().__init__()
        self.layer = layer
        name = layer["name"]
        weight = numbers(name + "/weight")
        if layer["depthwise"]:
            weight = weight.unsqueeze(2)  # [k, k, 1, filters]
        self.weight = torch.nn.Parameter(weight.permute(3, 2, 0, 1).contiguous())
        if layer["batch_norm"]:
            self.gamma = torch.nn.Parameter(numbers(name + "/gamma"))
            self.beta = torch.nn.Parameter(numbers(name + "/beta"))
            self.register_buffer("mean", numbers(name + "/mean"))
            self.register_buffer("variance", numbers(name + "/variance"))
        else:
            self.bias = torch.nn.Parameter(numbers(name + "/bias"))
        self.bypass_to = min(channels, layer["bypass_limit"])
        self.channels = max(layer["filters"], self.bypass_to)
        k = torch.arange(layer["kernel"])
        distance = (k - layer["kernel"] // 2).abs()
        self.register_buffer("reach", 2 * torch.maximum(distance[:, None], distance[None, :]) + 1)

    def convolve(self, x, kernels):
        layer = self.layer
        filters, size, stride = layer["filters"], layer["kernel"], layer["stride"]
        groups = filters if layer["depthwise"] else 1
        if layer["depthwise"] and x.shape[1] > filters:
            x = x[:, :filters]
        if kernels is None or size <= 3:
            return F.conv2d(x, self.weight, None, stride, size // 2, 1, groups)
        segments = len(kernels)
        part = x.shape[0] // segments
        results = []
        for i in range(segments):
            weight = self.weight * (self.reach <= kernels[i])
            images = x[i * part : (i + 1) * part]
            results.append(F.conv2d(images, weight, None, stride, size // 2, 1, groups))
        return torch.cat(results)

    def forward(self, x, kept, kernels):
        layer = self.layer
        y = self.convolve(x, kernels)
        if layer["batch_norm"]:
            y = F.batch_norm(
                y, self.mean, self.variance, self.gamma, self.beta, True, 0.1, EPSILON)
        else:
            y = y + self.bias[:, None, None]
        y = activation(layer["activation"], y)
        if kept is not None:
            channel = torch.arange(layer["filters"])
            y = y * (channel < kept[:, None])[:, :, None, None]
        if self.channels > layer["filters"]:
            y = padded(y, self.channels)
        if kept is not None and self.bypass_to > 0:
            stride = layer["stride"]
            passed = x[:, : self.bypass_to, ::stride, ::stride]
            channel = torch.arange(self.bypass_to)
            passed = passed * (channel >= kept[:, None])[:, :, None, None]
            y = y + padded(passed, self.channels)
        return y


class SqueezeExcite(torch.nn.Module):
    def __init__(self, layer, numbers, channels):
        super().__init__()
        self.channels = channels
        for key in ("reduce", "reduceBias", "expand", "expandBias"):
            setattr(self, key, torch.nn.Parameter(numbers(layer["name"] + "/" + key)))

    def forward(self, x):
        hidden = F.relu(x.mean((2, 3)) @ self.reduce + self.reduceBias)
        scale = F.hardsigmoid(hidden @ self.expand + self.expandBias)
        return x * scale[:, :, None, None]


class Classifier(torch.nn.Module):
    def __init__(self, layer, numbers, channels):
        super().__init__()
        self.channels = layer["units"]
        self.weight = torch.nn.Parameter(numbers(layer["name"] + "/weight"))
        self.bias = torch.nn.Parameter(numbers(layer["name"] + "/bias"))

    def forward(self, x):
        return x.flatten(1) @ self.weight + self.bias


class Pool(torch.nn.Module):
    def __init__(self, layer, numbers, channels):
        super().__init__()
        self.channels = channels

    def forward(self, x):
        return x.mean((2, 3), keepdim=True)


KINDS = {
    "convolution": Convolution,
    "squeeze-excite": SqueezeExcite,
    "pool": Pool,
    "dense": Classifier,
}


class Network(torch.nn.Module):
    def __init__(self, case, numbers):
        super().__init__()
        channels = case["channels"]
        self.blocks = torch.nn.ModuleList()
        self.residual = []
        for block in case["blocks"]:
            read = channels
            layers = torch.nn.ModuleList()
            for layer in block["layers"]:
                layers.append(KINDS[layer["type"]](layer, numbers, channels))
                channels = layers[-1].channels
            self.blocks.append(layers)
            self.residual.append(block["residual"])
            channels = max(read, channels) if block["residual"] else channels

    def forward(self, x, kept, kernels):
        """kept [n, layers] and kernels [segments, layers]; None for a network that is not elastic"""
        at = 0
        for layers, residual in zip(self.blocks, self.residual):
            read, first = x, at
            for layer in layers:
                if isinstance(layer, Convolution):
                    elastic = kept is not None
                    x = layer(x, kept[:, at] if elastic else None, kernels[:, at] if elastic else None)
                    at += 1
                else:
                    x = layer(x)
            if residual:
                if kept is not None:
                    x = x * (kept[:, first:at].sum(1) > 0)[:, None, None, None]
                channels = max(x.shape[1], read.shape[1])
                x = padded(read, channels) + padded(x, channels)
        return x


class RmsProp:
    """As Deeplearning4j has it, for all parameters at once."""

    def __init__(self, parameters, rate, decay, epsilon):
        self.parameters = list(parameters)
        self.squares = [torch.full_like(p, epsilon) for p in self.parameters]
        self.rate, self.decay, self.epsilon = rate, decay, epsilon

    @torch.no_grad()
    def step(self):
        gradients = [p.grad for p in self.parameters]
        torch._foreach_mul_(self.squares, self.decay)
        torch._foreach_addcmul_(self.squares, gradients, gradients, 1 - self.decay)
        roots = torch._foreach_sqrt(self.squares)
        torch._foreach_add_(roots, self.epsilon)
        torch._foreach_addcdiv_(self.parameters, gradients, roots, -self.rate)
        for p in self.parameters:
            p.grad = None


def main():
    folder, mode = Path(sys.argv[1]), sys.argv[2]
    case = json.loads((folder / "case.json").read_text())
    torch.set_num_threads(case["threads"])
    numbers = Numbers(folder, case["arrays"])
    network = Network(case, numbers).to(memory_format=torch.channels_last)
    images = numbers("images").permute(0, 3, 1, 2)  # channels last already
    labels = numbers("labels").argmax(1)
    kept = kernels = None
    if case["elastic"]:
        draws = numbers("draws").long()
        part = draws.shape[0] // case["segments"]
        kept, kernels = draws[:, :, 0].contiguous(), draws[::part, :, 1].contiguous()
    optimizer = RmsProp(network.parameters(), case["rate"], case["decay"], case["epsilon"])
    forward = torch.compile(network) if mode == "compiled" else network

    for line in sys.stdin:
        began = time.perf_counter()
        loss = F.cross_entropy(forward(images, kept, kernels), labels)
        loss.backward()
        optimizer.step()
        print((time.perf_counter() - began) * 1e3, loss.item(), flush=True)


main()
