"""Usage: fit.py [--workers N] [--currency EUR] [--policy DIRECTORY] [--model FILE] [--out DIRECTORY] PART...: one model from directories of CSV files, and the decisions about each part in OUT."""
import argparse
import hashlib
import os
import tempfile

import dask.distributed

import patron_dask


def main():
    words = argparse.ArgumentParser()
    words.add_argument("--workers", type=int, default=2)
    words.add_argument("--currency", default="EUR")
    words.add_argument("--policy")
    words.add_argument("--model")
    words.add_argument("--out")
    words.add_argument("parts", nargs="+")
    given = words.parse_args()
    parts = [os.path.abspath(part) for part in given.parts]
    policy = given.policy and os.path.abspath(given.policy)
    with dask.distributed.LocalCluster(n_workers=given.workers, threads_per_worker=1, dashboard_address=None, local_directory=tempfile.gettempdir()) as cluster, dask.distributed.Client(cluster) as client:
        model = patron_dask.fit(client, parts, policy, given.currency, told=lambda number, size: print(f"pass {number}: a state of {size} bytes from {len(parts)} parts"))
        print(f"model: {len(model)} bytes, sha256 {hashlib.sha256(model).hexdigest()[:16]}...")
        if given.model:
            with open(given.model, "wb") as handle:
                handle.write(model)
        if given.out:
            targets = [os.path.join(os.path.abspath(given.out), os.path.basename(part)) for part in parts]
            os.makedirs(given.out, exist_ok=True)
            for target in patron_dask.apply(client, model, parts, targets, given.currency):
                print("decided:", os.path.relpath(target))


if __name__ == "__main__":
    main()
