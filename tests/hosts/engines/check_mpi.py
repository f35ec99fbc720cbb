"""Usage: check_mpi.py PATRON_MPI PATRON SOURCE: any number of ranks gives the model and the decisions of one process; when a rank dies, the job ends with an error and there is no model."""
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

SKIPPED = 77
JOB, PATRON, SOURCE = sys.argv[1] and os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), os.path.abspath(sys.argv[3])
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True

import parts as whole_and_parts  # noqa: E402

# Containers run tests as root and have fewer processors than ranks.
ENVIRONMENT = {**os.environ, "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1", "OMPI_MCA_rmaps_base_oversubscribe": "1", "OMPI_MCA_btl": "self,vader", "OMPI_MCA_orte_tmpdir_base": "/tmp"}


def expect(condition, *what):
    if not condition:
        raise AssertionError("\n".join(str(one) for one in what))


def command(ranks, *words):
    return ["mpirun", "-n", str(ranks), JOB, *words]


def run(ranks, *words):
    return subprocess.run(command(ranks, *words), env=ENVIRONMENT, capture_output=True, text=True, timeout=120)


def any_number_of_ranks():
    for name, count in [("fmcg", 5), ("small", 3)]:
        example = os.path.join(SOURCE, "examples", name)
        rules, model, decided = whole_and_parts.whole(PATRON, example, os.getcwd())
        pieces = whole_and_parts.parts_of(example, os.getcwd(), count)
        for ranks in (1, 2, 5):   # 5 ranks for 3 parts: two have none
            out = f"{name} by {ranks}"
            os.mkdir(out)
            done = run(ranks, *(["--policy", rules] if rules else []), "--model", out + ".model", "--out", out, *pieces)
            expect(done.returncode == 0, out, done.stdout, done.stderr)
            expect(whole_and_parts.read(out + ".model") == model, out + ": another model")
            expect(whole_and_parts.decisions([os.path.join(out, part) for part in os.listdir(out)]) == decided and len(os.listdir(out)) == count, out + ": other decisions")
            sent = [int(line.split()[2]) for line in done.stdout.splitlines() if line.startswith("pass ")]
            expect(len(sent) > 1 and all((one > 0) == (ranks > 1) for one in sent), "nothing was sent: nothing was tested", done.stdout)
    twice = run(2, "--model", "twice.model", *pieces, pieces[0])
    expect(twice.returncode == 0 and whole_and_parts.read("twice.model") != model, "a part that counts twice goes unnoticed", twice.stderr)


def refused():
    done = run(2, "--model", "none.model", os.path.join("small in 3", "part3_0"), "/nowhere/at all")
    expect(done.returncode != 0 and "rank 1: /nowhere/at all" in done.stderr and "model:" not in done.stdout and not os.path.exists("none.model"), done.stdout, done.stderr)
    expect(run(2).returncode == 2 and run(2, "--currency").returncode != 0, "no parts are no mistake")


def process_of(job, rank):
    """The process of a rank among those that this mpirun has started."""
    for number in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{number}/stat", "rb") as handle:
                parent = int(handle.read().rsplit(b")", 1)[1].split()[1])
            with open(f"/proc/{number}/environ", "rb") as handle:
                if parent == job.pid and f"OMPI_COMM_WORLD_RANK={rank}".encode() in handle.read().split(b"\0"):
                    return int(number)
        except OSError:
            continue
    return None


def until(what, condition):
    for _ in range(600):
        found = condition()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError("never: " + what)


def a_rank_dies(rank, feed):
    """The rank reads its customers from a pipe, which gives them for so many passes; in the next one it waits for them, and is killed."""
    name = f"killed {rank} {feed}"
    pieces = whole_and_parts.split(os.path.join(SOURCE, "examples", "small"), os.path.join(os.getcwd(), name), 3) if os.mkdir(name) is None else []
    customers = os.path.join(pieces[rank], "customers.csv")
    text = whole_and_parts.read(customers)
    os.remove(customers)
    os.mkfifo(customers)
    os.mkdir(name + " out")
    job = subprocess.Popen(command(3, "--model", name + ".model", "--out", name + " out", *pieces), env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        for _ in range(feed):
            with open(customers, "wb") as handle:   # waits for the reader
                handle.write(text)
            time.sleep(0.5)
        victim = until("a process of the rank", lambda: process_of(job, rank))
        waiting = until("the rank waits for its customers", lambda: writer_of(customers))
        os.kill(victim, signal.SIGKILL)
        os.close(waiting)
        said, complained = job.communicate(timeout=60)
    finally:
        job.kill()
    expect(job.returncode != 0, "a job without a rank ends well", said)
    expect("signal 9" in complained or "Killed" in complained, complained)
    expect("model:" not in said and not os.path.exists(name + ".model") and os.listdir(name + " out") == [], "an answer without a rank", said)
    expect(said.count("pass ") == feed, "killed in another pass than meant", said)


def writer_of(path):
    """Opened for writing, which only works while somebody reads."""
    try:
        return os.open(path, os.O_WRONLY | os.O_NONBLOCK)
    except OSError:
        return None


def main():
    if not JOB or shutil.which("mpirun") is None:
        print("skipped: there is no MPI (Debian packages libopenmpi-dev and openmpi-bin)")
        return SKIPPED
    with tempfile.TemporaryDirectory() as work:
        os.chdir(work)
        any_number_of_ranks()
        print("1, 2 and 5 ranks give the model and the decisions of one process")
        refused()
        print("what cannot be read ends the job")
        for rank, feed in ((1, 0), (2, 1)):
            a_rank_dies(rank, feed)
            print(f"rank {rank} killed in pass {feed + 1}: an error and no model")
        os.chdir("/")
    return 0


if __name__ == "__main__":
    sys.exit(main())
