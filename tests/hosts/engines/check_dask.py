"""Usage: check_dask.py PATRON SOURCE: customers that Dask's workers have give the model and the decisions of one process, also when workers are killed.
Wants PATRON_LIBRARY and PATRON_IO_LIBRARY in the environment."""
import os
import signal
import subprocess
import sys
import tempfile

SKIPPED = 77

try:
    import dask
    import distributed
    import numpy
except ImportError as error:
    print(f"skipped: {error} (Debian packages python3-distributed and python3-numpy)")
    sys.exit(SKIPPED)

PATRON, SOURCE = (os.path.abspath(one) for one in sys.argv[1:3])
HERE = os.path.dirname(os.path.abspath(__file__))
DASK = os.path.join(SOURCE, "examples", "dask")
sys.path[:0] = [HERE, DASK]
os.environ["PYTHONPATH"] = DASK   # of the workers
os.environ["PYTHONDONTWRITEBYTECODE"] = "1"

import patron_dask  # noqa: E402
import parts as whole_and_parts  # noqa: E402


def expect(condition, *what):
    if not condition:
        raise AssertionError("\n".join(str(one) for one in what))


def start(**settings):
    cluster = distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, local_directory="workers", **settings)
    return cluster, distributed.Client(cluster)


def examples_as_the_program_says(client):
    for name, count in [("fmcg", 5), ("small", 3)]:
        example = os.path.join(SOURCE, "examples", name)
        rules, model, decided = whole_and_parts.whole(PATRON, example, os.getcwd())
        pieces = whole_and_parts.parts_of(example, os.getcwd(), count)
        told = []
        for fan_in in (2, 4, 16):
            expect(patron_dask.fit(client, pieces, rules, fan_in=fan_in, told=lambda *one: told.append(one)) == model, f"{name}, fan-in {fan_in}: another model")
        passes = len(told) // 3
        expect(passes > 1 and told == told[:passes] * 3, "states differ with the shape of the tree", told)
        targets = [piece + " decided" for piece in pieces]
        expect(patron_dask.apply(client, model, pieces, targets) == targets)
        expect(whole_and_parts.decisions(targets) == decided, f"{name}: other decisions")
        expect(len(decided) > 10, decided)
        # Nothing above is a matter of course: with one part twice it is another model.
        expect(patron_dask.fit(client, [*pieces, pieces[0]], rules) != model, "a part that counts twice goes unnoticed")


def numpy_columns(client):
    """Tables in memory: 12 parts of a crowd with unknown values against the program, which reads the same crowd as text."""
    random = numpy.random.default_rng(20)
    n = 6000
    sales = (random.pareto(1.2, n) * 100000).astype("i8") - 5000
    trust = numpy.where(random.random(n) < 0.2, numpy.nan, random.integers(0, 101, n).astype("f8"))
    commitment = random.integers(0, 101, n).astype("f8")
    layer = ["RETAIL" if one < 0.7 else "KEY_ACCOUNT" for one in random.random(n)]
    text = ["customer,layer,sales,our_commitment,our_trust,their_commitment,their_trust"]
    for i in range(n):
        known = "" if numpy.isnan(trust[i]) else f"{trust[i]:.0f}"
        cents = abs(int(sales[i]))
        text.append(f"C{i},{layer[i]},{'-' if sales[i] < 0 else ''}{cents // 100}.{cents % 100:02},{commitment[i]:.0f},{known},{commitment[i]:.0f},{known}")
    os.mkdir("crowd")
    with open("crowd/customers.csv", "w", encoding="utf-8") as handle:
        handle.write("\n".join(text) + "\n")
    subprocess.run([PATRON, "fit", "crowd", "--out", "crowd.model", "--quiet"], check=True)
    pieces = []
    for part in range(12):
        rows = numpy.arange(part, n, 12)
        values = {"our_commitment": commitment[rows], "our_trust": trust[rows], "their_commitment": commitment[rows], "their_trust": trust[rows]}
        pieces.append({"customers": {"customer": [f"C{row}" for row in rows], "layer": [layer[row] for row in rows], "sales": sales[rows], **values}})
    scattered = client.scatter(pieces)   # lie on the workers, where their tasks run
    model = patron_dask.fit(client, scattered)
    expect(model == whole_and_parts.read("crowd.model"), "columns of numpy make another model")
    targets = [f"crowd decided {part}" for part in range(12)]
    patron_dask.apply(client, model, scattered, [os.path.abspath(target) for target in targets])
    subprocess.run([PATRON, "apply", "crowd.model", "crowd", "--out", "crowd decided", "--quiet"], check=True)
    expect(whole_and_parts.decisions(targets) == whole_and_parts.decisions(["crowd decided"]), "columns of numpy get other decisions")


class Deadly:
    """Reads parts, and kills its own process at the given loads, counted over all workers."""

    def __init__(self, folder, at):
        os.mkdir(folder)
        self.folder, self.at = os.path.abspath(folder), at

    def __call__(self, part):
        with open(os.path.join(self.folder, "loads"), "ab", buffering=0) as handle:
            handle.write(f"{os.getpid()} {os.path.basename(part)}\n".encode())
        count = self.loads()
        for at in self.at:
            if count >= at:
                try:
                    os.close(os.open(os.path.join(self.folder, f"killed at {at}"), os.O_CREAT | os.O_EXCL))
                except FileExistsError:
                    continue
                os.kill(os.getpid(), signal.SIGKILL)
        return part

    def loads(self):
        with open(os.path.join(self.folder, "loads"), "rb") as handle:
            return len(handle.readlines())

    def killed(self):
        return len([name for name in os.listdir(self.folder) if name.startswith("killed")])


def killed_while_it_works(client):
    example = os.path.join(SOURCE, "examples", "fmcg")
    pieces = [os.path.abspath(os.path.join("fmcg in 5", f"part5_{part}")) for part in range(5)]
    model = whole_and_parts.read("fmcg.model")
    deadly, told = Deadly("deadly", [2, 9, 14]), []
    found = patron_dask.fit(client, pieces, os.path.join(example, "policy"), load=deadly, fan_in=2, told=lambda *one: told.append(one))
    expect(found == model, "another model after workers were killed")
    expect(deadly.killed() == 3, "not all were killed", deadly.killed())
    expect(deadly.loads() > len(told) * len(pieces), "no part was read again: nothing was tested", deadly.loads())


def killed_with_states_that_are_done(client):
    """A worker that has made its states and dies before they are merged: they are made again."""
    example = os.path.join(SOURCE, "examples", "fmcg")
    rules = os.path.join(example, "policy")
    pieces = [os.path.abspath(os.path.join("fmcg in 5", f"part5_{part}")) for part in range(5)]
    counting = Deadly("counting", [])
    states = client.map(patron_dask.state_of, pieces, plan=None, policy=rules, currency="EUR", load=counting)
    distributed.wait(states)
    before = counting.loads()
    holder = next(worker for worker, keys in client.has_what().items() if states[0].key in keys)
    os.kill(client.run(os.getpid, workers=[holder])[holder], signal.SIGKILL)
    found = client.submit(patron_dask.merged, states, rules).result()
    alone = patron_dask.merged([patron_dask.state_of(piece, None, rules, "EUR", None) for piece in pieces], rules)
    expect(found == alone, "another state after a worker was killed")
    expect(before == 5 and counting.loads() > 5, "no state was lost: nothing was tested", before, counting.loads())


def no_model_rather_than_a_wrong_one():
    """A part that kills each worker that reads it, and parts that cannot be read, end in errors."""
    pieces = [os.path.abspath(os.path.join("fmcg in 5", f"part5_{part}")) for part in range(5)]
    with dask.config.set({"distributed.scheduler.allowed-failures": 1}):
        cluster, client = start()
        with cluster, client:
            try:
                patron_dask.fit(client, pieces, load=Deadly("always", range(1, 50)))
                expect(False, "a model without a part")
            except distributed.KilledWorker:
                pass
            for bad, said in ([*pieces, "/nowhere/at all"], "/nowhere/at all"), ([{"customers": {"customer": ["A", "A"], "sales": numpy.array([1, 2])}}], "A"):
                try:
                    patron_dask.fit(client, bad)
                    expect(False, "a model of what cannot be read", bad)
                except patron_dask.Error as error:
                    expect(said in str(error), error)


def the_example_prints():
    command = [sys.executable, "-B", os.path.join(DASK, "fit.py"), "--model", "printed.model", "--out", "printed", *sorted(os.path.join("small in 3", name) for name in os.listdir("small in 3") if "decided" not in name)]
    done = subprocess.run(command, capture_output=True, text=True)
    expect(done.returncode == 0 and "pass 2: a state of" in done.stdout and "from 3 parts" in done.stdout and "decided: printed" in done.stdout, done.stdout, done.stderr)
    expect(whole_and_parts.read("printed.model") == whole_and_parts.read("small.model"), "fit.py makes another model")


def main():
    with tempfile.TemporaryDirectory() as work:
        os.chdir(work)
        cluster, client = start()
        with cluster, client:
            for case in (examples_as_the_program_says, numpy_columns, killed_while_it_works, killed_with_states_that_are_done):
                case(client)
                print(case.__name__.replace("_", " "), flush=True)
        for case in (no_model_rather_than_a_wrong_one, the_example_prints):
            case()
            print(case.__name__.replace("_", " "), flush=True)
        os.chdir("/")
    return 0


if __name__ == "__main__":
    sys.exit(main())
