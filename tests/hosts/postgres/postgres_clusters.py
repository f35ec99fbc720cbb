"""PostgreSQL servers for tests: on Unix sockets in a temporary folder, as a user without rights, and always stopped.

A server looks for extensions beside its own program, so the program is copied into a private tree whose other files are links to the installed ones: CREATE EXTENSION finds ours there, and nothing is
written into the installation."""
import ctypes
import json
import os
import pwd
import resource
import shutil
import signal
import subprocess
import tempfile
import time


class Missing(Exception):
    """What is not there; the test is skipped with this text."""


class Failed(Exception):
    """psql ended with an error; the text is its messages."""


def die_with_the_test():
    ctypes.CDLL(None).prctl(1, signal.SIGQUIT, 0, 0, 0)   # PR_SET_PDEATHSIG


class Installation:
    def __init__(self, pg_config, module, scripts):
        def ask(what):
            return subprocess.run([pg_config, what], check=True, capture_output=True, text=True).stdout.strip()
        self.bin, share, library = ask("--bindir"), ask("--sharedir"), ask("--pkglibdir")
        for program in ("postgres", "initdb"):
            if not os.path.exists(os.path.join(self.bin, program)):
                raise Missing(f"{program} is not in {self.bin} (Debian package postgresql-15)")
        if shutil.which("psql") is None:
            raise Missing("psql is not there (Debian package postgresql-client-15)")
        if not os.path.exists(os.path.join(share, "extension", "postgres_fdw.control")):
            raise Missing("postgres_fdw is not installed (Debian package postgresql-15)")
        self.user = self.unprivileged()
        self.root = tempfile.mkdtemp(prefix="patron-pg")
        prefix = os.path.commonpath([self.bin, share, library])
        places = [os.path.join(self.root, "tree", os.path.relpath(path, prefix)) for path in (self.bin, share, library)]
        for place in (*places, os.path.join(places[1], "extension")):
            os.makedirs(place, exist_ok=True)
        self.postgres = os.path.join(places[0], "postgres")
        shutil.copy(os.path.join(self.bin, "postgres"), self.postgres)
        self.link(share, places[1], {"extension"})
        self.link(os.path.join(share, "extension"), os.path.join(places[1], "extension"), set())
        self.link(library, places[2], set())
        shutil.copy(module, os.path.join(places[2], "patron.so"))
        for script in scripts:
            shutil.copy(script, os.path.join(places[1], "extension"))
        for folder, _, files in os.walk(self.root):
            os.chmod(folder, 0o755)
        self.template = os.path.join(self.root, "template")
        self.make(self.template)
        self.run([os.path.join(self.bin, "initdb"), "-D", self.template, "-U", "postgres", "-A", "trust", "-N", "-E", "UTF8", "--locale=C"])

    @staticmethod
    def unprivileged():
        if os.getuid() != 0:
            return None
        for name in ("postgres", "nobody"):
            try:
                return pwd.getpwnam(name)
            except KeyError:
                continue
        raise Missing("there is no user postgres or nobody to run a server as")

    @staticmethod
    def link(source, target, but):
        for name in os.listdir(source):
            if name not in but and not os.path.lexists(os.path.join(target, name)):
                os.symlink(os.path.join(source, name), os.path.join(target, name))

    def who(self):
        return {} if self.user is None else {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}

    def make(self, folder):
        os.mkdir(folder, 0o700)
        if self.user is not None:
            os.chown(folder, self.user.pw_uid, self.user.pw_gid)

    def run(self, command):
        done = subprocess.run(command, cwd=self.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **self.who())
        if done.returncode != 0:
            raise AssertionError(done.stdout)

    def remove(self):
        shutil.rmtree(self.root, ignore_errors=True)


class Cluster:
    SETTINGS = {"listen_addresses": "", "fsync": "off", "full_page_writes": "off", "shared_buffers": "32MB", "jit": "off", "max_worker_processes": "8", "max_parallel_workers": "8",
                "log_min_messages": "warning", "restart_after_crash": "off", "autovacuum": "off", "max_wal_size": "256MB"}

    def __init__(self, installation, name):
        self.installation, self.name, self.process = installation, name, None
        self.socket, self.data = os.path.join(installation.root, name), os.path.join(installation.root, name, "data")
        installation.make(self.socket)
        installation.run(["cp", "-a", installation.template, self.data])
        self.start()

    def start(self):
        options = [part for key, value in {**self.SETTINGS, "unix_socket_directories": self.socket}.items() for part in ("-c", f"{key}={value}")]
        with open(os.path.join(self.installation.root, self.name + ".log"), "ab") as log:
            self.process = subprocess.Popen([self.installation.postgres, "-D", self.data, *options], cwd=self.socket, stdin=subprocess.DEVNULL, stdout=log, stderr=log, preexec_fn=die_with_the_test,
                                            **self.installation.who())
        for _ in range(300):
            if self.process.poll() is not None:
                break
            try:
                self.rows("SELECT 1")
                return
            except Failed:
                time.sleep(0.1)
        with open(os.path.join(self.installation.root, self.name + ".log"), encoding="utf-8", errors="replace") as log:
            raise AssertionError(f"the server {self.name} did not start:\n{log.read()[-2000:]}")

    def stop(self, how=signal.SIGINT):
        if self.process is None:
            return
        self.process.send_signal(how)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait()
        self.process = None

    def command(self):
        return ["psql", "-XqAt", "-F", "\t", "-P", "null=NULL", "-v", "ON_ERROR_STOP=1", "-h", self.socket, "-U", "postgres", "-d", "postgres", "-f", "-"]

    def text(self, sql):
        done = subprocess.run(self.command(), input=sql, capture_output=True, text=True, encoding="utf-8")
        if done.returncode != 0:
            raise Failed(done.stderr)
        return done.stdout

    def rows(self, sql):
        return [line.split("\t") for line in self.text(sql).splitlines()]

    def value(self, sql):
        found = self.rows(sql)
        if len(found) != 1 or len(found[0]) != 1:
            raise AssertionError(f"{sql}: {found}")
        return found[0][0]

    def json(self, sql):
        return json.loads(self.text(sql))

    def open(self, sql):
        """A statement that goes on while the test does something else."""
        process = subprocess.Popen(self.command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8")
        process.stdin.write(sql)
        process.stdin.close()
        process.stdin = None
        return process

    def single(self, statements, limit):
        """What a server of one session says, while the cluster is stopped; limit: bytes of addresses, None: any."""
        def prepare():
            die_with_the_test()
            if limit is not None:
                resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        settings = [part for key, value in self.SETTINGS.items() for part in ("-c", f"{key}={value}")]
        done = subprocess.run([self.installation.postgres, "--single", "-D", self.data, *settings, "postgres"], cwd=self.socket, input="\n".join(statements) + "\n", stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, preexec_fn=prepare, timeout=120, **self.installation.who())
        return done.stdout
