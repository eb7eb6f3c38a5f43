"""Training in torch, f32: `training.py THREADS FOLDER`. One step a batch: forward, backward, gradient clipped, AdamW.

The head marks words (here every piece is one) by the states of their first and last piece, as ours does, with a cross-entropy
in place of our random field, which is less work. See `turns.py` for what it answers: pieces a second.
"""

import sys

import torch
from torch.nn import functional as f

from stock import states
from turns import Given, serve

LABELS = 5
DROPOUT = 0.1


def main():
    threads, folder = int(sys.argv[1]), sys.argv[2]
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    given = Given(folder)
    weights = {name: torch.from_numpy(given[name]).requires_grad_() for name in given.weights}
    hidden = weights["pieces"].shape[1]
    head = torch.nn.Linear(2 * hidden, LABELS)
    learning = [*weights.values(), *head.parameters()]
    optimizer = torch.optim.AdamW(learning, lr=1e-6, weight_decay=0.01, fused=True)
    batches = [(torch.from_numpy(pieces), torch.from_numpy(shapes)) for pieces, shapes in zip(given.pieces, given.shapes)]

    def work():
        for pieces, shapes in batches:
            x = states(weights, given, pieces, shapes, DROPOUT)[:, 1:-1]
            scores = head(torch.cat([x, x], dim=-1))
            loss = f.cross_entropy(scores.flatten(0, 1), pieces[:, 1:-1].flatten() % LABELS)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(learning, 1.0)
            optimizer.step()

    serve(work, sum(batch.size for batch in given.pieces))


if __name__ == "__main__":
    main()
