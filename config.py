"""Every setting of the system, read from the environment, each with a comment on what it does."""

import os
import secrets
import shutil
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).parent


def _kept_secret(path: Path) -> str:
    """Return the secret stored at `path`, writing a fresh one with mode 0600 on first use."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:  # another process of the same start was first
            return path.read_text().strip()
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(32))
    return path.read_text().strip()


class Config:
    """Settings shared by every way of running; `create_app(overrides)` changes single values."""

    def __init__(self) -> None:
        env = os.environ.get

        # Folder of everything the running system writes: database, files, queue, secret.
        self.VAR_DIR = Path(env("LMS_VAR_DIR", str(ROOT / "var")))
        # Folder of the programmes written as files.
        self.COURSES_DIR = Path(env("LMS_COURSES_DIR", str(ROOT / "courses")))
        # Folder of the recordings that course files name: large files, kept out of git.
        self.MEDIA_DIR = Path(env("LMS_MEDIA_DIR", str(self.VAR_DIR / "library")))

        # Database address; PostgreSQL: postgresql+psycopg://user:password@host/name.
        self.SQLALCHEMY_DATABASE_URI = env(
            "DATABASE_URL", f"sqlite:///{self.VAR_DIR / 'lms.sqlite3'}"
        ).replace("postgresql://", "postgresql+psycopg://")
        # Connections kept open per process (PostgreSQL only).
        self.DATABASE_POOL_SIZE = int(env("LMS_DATABASE_POOL_SIZE", "4"))

        # Key that signs cookies and links; kept in VAR_DIR when not given.
        self.SECRET_KEY = env("SECRET_KEY") or _kept_secret(self.VAR_DIR / "secret_key")
        # Set to 1 behind HTTPS: cookies become Secure and carry the __Host- prefix, HSTS is sent.
        self.HTTPS = env("LMS_HTTPS", "0") == "1"
        self.SESSION_COOKIE_NAME = "__Host-lms" if self.HTTPS else "lms"
        self.SESSION_COOKIE_SECURE = self.HTTPS
        self.SESSION_COOKIE_HTTPONLY = True
        self.SESSION_COOKIE_SAMESITE = "Lax"
        # Number of trusted proxies in front; 0 ignores X-Forwarded-For.
        self.TRUSTED_PROXIES = int(env("LMS_TRUSTED_PROXIES", "0"))

        # Sign-in ends after this long without a request, and always after the absolute limit.
        self.SIGN_IN_IDLE = timedelta(minutes=int(env("LMS_SIGN_IN_IDLE_MINUTES", "60")))
        self.SIGN_IN_ABSOLUTE = timedelta(hours=int(env("LMS_SIGN_IN_HOURS", "12")))
        # Sensitive verbs ask for the password again after this long.
        self.SIGN_IN_FRESH = timedelta(minutes=int(env("LMS_SIGN_IN_FRESH_MINUTES", "30")))

        # Address printed into certificates and calendar feeds.
        self.PUBLIC_URL = env("LMS_PUBLIC_URL", f"http://127.0.0.1:{env('PORT', '8000')}")
        # Port on which the process beside the web server hands out packages (SCORM, cmi5, H5P).
        self.PACKAGE_PORT = int(env("LMS_PACKAGE_PORT", str(int(env("PORT", "8000")) + 1)))
        # The origin of packages as browsers see it: host names of their own, so that no package can
        # reach the cookies and pages of the system. "*" is the place of a name for each package,
        # so that none reads what another keeps. Behind a proxy: https://*.paket.example.go.id,
        # forwarded to LMS_PACKAGE_PORT; without "*" all packages share one origin.
        self.PACKAGE_ORIGIN = env(
            "LMS_PACKAGE_ORIGIN", f"http://*.paket.localhost:{self.PACKAGE_PORT}"
        ).rstrip("/")
        # Largest package that may be uploaded.
        self.PACKAGE_MB = int(env("LMS_PACKAGE_MB", "500"))
        # Issuer's names on certificates.
        self.AGENCY_NAME = env("LMS_AGENCY_NAME", "BPSDM Provinsi Lampung")
        # The lines above the title of a certificate, separated by |.
        self.AGENCY_LETTERHEAD = env(
            "LMS_AGENCY_LETTERHEAD",
            "Pemerintah Provinsi Lampung|Badan Pengembangan Sumber Daya Manusia",
        ).split("|")
        # The agency's unit and archive code in document numbers (docs/facts.md 6; check locally).
        self.AGENCY_UNIT = env("LMS_AGENCY_UNIT", "BPSDM")
        # Archive code of training documents.
        self.ARCHIVE_CODE = env("LMS_ARCHIVE_CODE", "800.2.4.2")
        # Number pattern of certificates until one is set under "Pola nomor sertifikat":
        # {seq} {code} {unit} {roman_month} {month} {year}.
        self.CERTIFICATE_NUMBER = env("LMS_CERTIFICATE_NUMBER", "{code}/{seq:04}/{unit}/{year}")
        # Who signs certificates: name, NIP and office as printed, and the place of issue.
        self.SIGNER_NAME = env("LMS_SIGNER_NAME", "Dr. Surya Mahendra Putra, M.Si.")
        self.SIGNER_NIP = env("LMS_SIGNER_NIP", "")
        # The signer's office as printed above the signature.
        self.SIGNER_TITLE = env(
            "LMS_SIGNER_TITLE",
            "Kepala Badan Pengembangan Sumber Daya Manusia Provinsi Lampung",
        )
        # Town of issue, printed before the date.
        self.ISSUE_PLACE = env("LMS_ISSUE_PLACE", "Bandar Lampung")
        # PKCS#12 file of the agency's signing key; empty: a generated test certificate signs, and
        # the paper says so.
        self.SIGNING_KEY = env("LMS_SIGNING_KEY", "")
        # Or the library of a token that holds the key (PKCS#11), such as
        # /usr/lib/softhsm/libsofthsm2.so …
        self.SIGNING_MODULE = env("LMS_SIGNING_MODULE", "")
        # … the label of the token …
        self.SIGNING_TOKEN = env("LMS_SIGNING_TOKEN", "")
        # … and the label of key and certificate on it.
        self.SIGNING_LABEL = env("LMS_SIGNING_LABEL", "")
        # Passphrase of the PKCS#12 file, or PIN of the token.
        self.SIGNING_PASSPHRASE = env("LMS_SIGNING_PASSPHRASE", "")
        # Visible stamp of the signature: page, left, bottom, width and height in millimetres from
        # the left lower corner; "1 170 33 93 13" is the room above the signer's name. Empty: none,
        # except on papers whose template has a place for it (an element with the id "stempel").
        self.SIGNING_STAMP = tuple(map(float, env("LMS_SIGNING_STAMP", "").split()))
        # Address of the agency's BSrE client service; with it, papers wait until a signatory signs
        # them on the page of the batch (NIK and passphrase are asked there, never kept).
        self.BSRE_URL = env("LMS_BSRE_URL", "")
        # Our account at that service (HTTP Basic).
        self.BSRE_USER = env("LMS_BSRE_USER", "")
        # Its password.
        self.BSRE_PASSWORD = env("LMS_BSRE_PASSWORD", "")
        # Seconds to wait for one signed document.
        self.BSRE_TIMEOUT = float(env("LMS_BSRE_TIMEOUT", "60"))
        # Which of the three it is: "bsre", "key" or "demo".
        self.SIGNER = (
            "bsre" if self.BSRE_URL
            else "key" if self.SIGNING_KEY or self.SIGNING_MODULE
            else "demo"
        )  # fmt: skip
        # Address of a time stamping service (RFC 3161); empty: signatures without time stamp.
        self.SIGNING_TIMESTAMPS = env("LMS_SIGNING_TIMESTAMPS", "")
        # PEM file of trust anchors: with it, revocation data is embedded, for checks years later.
        self.SIGNING_ANCHORS = env("LMS_SIGNING_ANCHORS", "")
        # Set to 1 when another person must approve revocations and corrections of certificates.
        self.CHANGES_BY_TWO = env("LMS_CHANGES_BY_TWO", "0") == "1"
        # Addresses, separated by commas, that get the daily head of the transparency log by e-mail:
        # people outside this system, who can later show that nothing was changed.
        self.LOG_HEAD_MAIL = [one for one in env("LMS_LOG_HEAD_MAIL", "").split(",") if one]
        # Processes that print certificates; 0: one for each core.
        self.PRESSES = int(env("LMS_PRESSES", "0"))
        # Mail server for letters; empty: people find their messages in the inbox alone.
        self.MAIL_HOST = env("LMS_MAIL_HOST", "")
        # Its port.
        self.MAIL_PORT = int(env("LMS_MAIL_PORT", "587"))
        # How the line to it is protected: starttls, tls or none.
        self.MAIL_SECURITY = env("LMS_MAIL_SECURITY", "starttls")
        # Account that signs in to it; empty: nobody does.
        self.MAIL_USER = env("LMS_MAIL_USER", "")
        # Password of that account.
        self.MAIL_PASSWORD = env("LMS_MAIL_PASSWORD", "")
        # Sender of letters; its domain also stands in their identifiers.
        self.MAIL_SENDER = env("LMS_MAIL_SENDER", "Ruang Belajar ASN <tidak-dibalas@localhost>")
        # Letters rest between these hours (WIB), but for what cannot wait: from-to, 0-0 never.
        self.MAIL_REST = tuple(int(hour) for hour in env("LMS_MAIL_REST", "20-6").split("-"))
        # Hour (WIB) at which the letter with everything of the day leaves.
        self.MAIL_DIGEST_HOUR = int(env("LMS_MAIL_DIGEST_HOUR", "17"))
        # File that the backup touches when it is complete; the health page says how old it is.
        self.BACKUP_MARK = env("LMS_BACKUP_MARK", "")
        # Set to 1 to show every component with all its options at /_components (development).
        self.COMPONENTS_PAGE = env("LMS_COMPONENTS_PAGE", "0") == "1"
        # LibreOffice, which shows office documents as PDF to graders: found by itself where it is
        # installed; 0 leaves it out.
        office = shutil.which("soffice") or shutil.which("libreoffice") or "0"
        self.OFFICE = env("LMS_OFFICE", office).removeprefix("0")
        # Seconds it may take for one document.
        self.OFFICE_SECONDS = float(env("LMS_OFFICE_SECONDS", "90"))
        # Texts of works are compared, and kept for it, this long after handing in.
        self.SIMILARITY_KEPT = timedelta(days=int(env("LMS_SIMILARITY_DAYS", "1095")))
        # Largest request body in bytes; larger gets a plain 413 page.
        self.MAX_CONTENT_LENGTH = int(env("LMS_MAX_UPLOAD_MB", "25")) * 1024 * 1024
        self.MAX_FORM_MEMORY_SIZE = 2 * 1024 * 1024
        # Languages of the interface; Indonesian is the source language.
        self.BABEL_DEFAULT_LOCALE = "id"
        self.BABEL_DEFAULT_TIMEZONE = "Asia/Jakarta"
        self.LANGUAGES = ("id", "en")
        # Count statements and say so in a response header (benchmarks only).
        self.COUNT_QUERIES = env("LMS_BENCH", "0") == "1"
        # Raise when a template queries the database (tests, development); production logs it.
        self.STRICT_RENDERING = env("LMS_STRICT_RENDERING", "1") == "1"
        # Stop an address that asks public pages too often (lms/core/limits.py).
        self.FENCE = env("LMS_FENCE", "1") == "1"
        # Queue storage of the background worker: a file, or a redis:// address.
        self.QUEUE_URL = env("LMS_QUEUE_URL", str(self.VAR_DIR / "queue.sqlite3"))
        # Run jobs at once inside the request instead of the worker (tests).
        self.JOBS_IMMEDIATE = env("LMS_JOBS_IMMEDIATE", "0") == "1"

        self.WTF_CSRF_TIME_LIMIT = None  # the token lives as long as the sign-in: no lost forms
        self.COMPRESS_MIMETYPES = ["text/html", "text/calendar", "application/json", "text/csv"]
        # half the processor time of gzip, and long tables a quarter smaller; old browsers get gzip
        self.COMPRESS_ALGORITHM = ["zstd", "gzip"]
        self.COMPRESS_LEVEL = 4
        self.COMPRESS_MIN_SIZE = 700
