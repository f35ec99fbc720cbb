"""What the cases about PostgreSQL ask: that something holds, that a statement is refused with a sentence, what a plan is made of, what the program says."""
import os
import signal
import subprocess
import tempfile
import time

from postgres_clusters import Failed

PROGRAM = [""]   # the path of `patron`


def expect(condition, *what):
    if not condition:
        raise AssertionError("\n".join(str(one) for one in what))


def refused(node, sql, *parts):
    try:
        found = node.rows(sql)
    except Failed as failure:
        expect(all(part in str(failure) for part in parts), sql, "said:", failure, "expected:", parts)
        return
    raise AssertionError(f"{sql}: accepted: {found[:3]}")


def dies_at_work(shard, waiting, where=""):
    """Stops the shard while it sleeps in the query of `waiting`, which has to end in an error and no answer."""
    for _ in range(200):
        if shard.value("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'" + where) != "0":
            break
        time.sleep(0.05)
    else:
        waiting.kill()
        raise AssertionError("the shard was never at work")
    shard.stop(signal.SIGQUIT)
    out, messages = waiting.communicate(timeout=60)
    expect(waiting.returncode != 0 and out == "" and "ERROR" in messages, waiting.returncode, out, messages)


def quoted(text):
    return "'" + text.replace("'", "''") + "'"


def nodes_of(plan):
    yield plan
    for inner in plan.get("Plans", []):
        yield from nodes_of(inner)


def explained(node, sql, setup=""):
    return list(nodes_of(node.json(f"{setup} EXPLAIN (ANALYZE, VERBOSE, FORMAT JSON) {sql}")[0]["Plan"]))


def program(name, *arguments):
    """The bytes of the file `name` that the program writes."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, name)
        subprocess.run([*PROGRAM, *arguments, "--out", path, "--quiet"], check=True)
        with open(path, "rb") as handle:
            return handle.read()
