"""Usage: check_tryton.py sqlite|postgresql LIBPATRON SOURCE: the module of examples/tryton in a server of Tryton with a database of its own. A PostgreSQL server is started on a Unix socket, and stopped."""
import ctypes
import glob
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time

PYTHON = "/usr/bin/python3"
PACKAGES = "tryton-server tryton-modules-party tryton-modules-sale tryton-modules-account-invoice"
MODULES = "import setuptools, pkg_resources, trytond, trytond.modules.sale, trytond.modules.account_invoice; assert trytond.__version__.startswith('6.0.')"


class Missing(Exception):
    """What is not there; the test is skipped with this text."""


def need(condition, what):
    if not condition:
        raise Missing(what)


def imports(what):
    return subprocess.run([PYTHON, "-c", what], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


def unprivileged():
    """Whom to run a server as: PostgreSQL refuses root."""
    if os.getuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
            return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        except KeyError:
            continue
    raise Missing("there is no user postgres or nobody to run a server as")


class Server:
    def __init__(self, folder):
        found = [shutil.which("initdb"), *sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))]
        found = [path for path in found if path and os.path.exists(os.path.join(os.path.dirname(path), "postgres"))]
        need(found, "there is no PostgreSQL server (Debian package postgresql-15)")
        need(imports("import psycopg2"), "Python cannot talk to PostgreSQL (Debian package python3-psycopg2)")
        self.bin, self.folder, self.who = os.path.dirname(found[-1]), os.path.join(folder, "postgresql"), unprivileged()
        os.mkdir(self.folder, 0o700)
        if self.who:
            os.chown(self.folder, self.who["user"], self.who["group"])
        subprocess.run([found[-1], "-D", os.path.join(self.folder, "data"), "-U", "postgres", "-A", "trust", "-N", "-E", "UTF8", "--locale=C"], cwd=self.folder, check=True, stdout=subprocess.DEVNULL, **self.who)
        settings = {"listen_addresses": "", "unix_socket_directories": self.folder, "fsync": "off", "shared_buffers": "32MB", "jit": "off"}
        options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        self.log = open(os.path.join(self.folder, "log"), "wb")
        self.process = subprocess.Popen([os.path.join(self.bin, "postgres"), "-D", os.path.join(self.folder, "data"), *options], cwd=self.folder, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log,
                                        preexec_fn=lambda: ctypes.CDLL(None).prctl(1, signal.SIGQUIT, 0, 0, 0), **self.who)   # it dies with the test

    def wait(self):
        for _ in range(300):
            if self.process.poll() is not None:
                break
            if subprocess.run([os.path.join(self.bin, "pg_isready"), "-q", "-h", self.folder]).returncode == 0:
                return
            time.sleep(0.1)
        with open(os.path.join(self.folder, "log"), encoding="utf-8", errors="replace") as log:
            raise AssertionError("the server did not start:\n" + log.read()[-2000:])

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait()
        self.log.close()


def install(source, folder):
    """The module where Tryton finds it, without touching the installation."""
    modules = os.path.join(folder, "path", "trytond", "modules")
    os.makedirs(modules)
    module = shutil.copytree(os.path.join(source, "examples", "tryton"), os.path.join(modules, "patron"))
    subprocess.run([PYTHON, "-B", os.path.join(module, "setup.py"), "-q", "egg_info", "--egg-base", os.path.join(folder, "path")], check=True)


def run(database, library, source, folder):
    uri, environment = "sqlite://", {}
    server = None
    if database == "postgresql":
        server = Server(folder)
        uri, environment = "postgresql://", {"PGHOST": server.folder, "PGUSER": "postgres"}
    try:
        if server:
            server.wait()
        install(source, folder)
        with open(os.path.join(folder, "trytond.conf"), "w", encoding="utf-8") as configuration:
            configuration.write(f"[database]\nuri = {uri}\npath = {folder}\n")
        environment = {**os.environ, **environment, "PATRON_LIBRARY": library, "TRYTOND_CONFIG": os.path.join(folder, "trytond.conf"), "DB_NAME": "book",
                       "PYTHONPATH": os.pathsep.join([os.path.join(folder, "path"), os.path.join(source, "examples", "python")])}
        scenario = os.path.join(os.path.dirname(os.path.abspath(__file__)), "scenario.py")
        return subprocess.run([PYTHON, "-B", scenario], env=environment).returncode
    finally:
        if server:
            server.stop()


def main():
    database, library, source = sys.argv[1:4]
    folder = tempfile.mkdtemp(prefix="patron-tryton")
    try:
        os.chmod(folder, 0o755)
        need(os.path.exists(PYTHON) and imports(MODULES), f"Tryton 6.0 is not there (Debian packages {PACKAGES})")
        return run(database, library, os.path.abspath(source), folder)
    except Missing as missing:
        print(f"skipped: {missing}")
        return 77
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
