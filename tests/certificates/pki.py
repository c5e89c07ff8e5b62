"""A test authority with time stamps, OCSP and CRL (Certomancer), served on loopback."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from asn1crypto import pem
from certomancer.integrations.animator import Animator, AnimatorArchStore
from certomancer.registry import CertLabel, CertomancerConfig
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from werkzeug.serving import make_server

NAMES = ("root", "signer", "former", "tsa", "ocsp")
_LIFE = {"valid-from": "2020-01-01T00:00:00+0000", "valid-to": "2099-01-01T00:00:00+0000"}


@dataclass(frozen=True)
class Authority:
    """Where the authority's files and services are."""

    folder: Path
    url: str

    @property
    def anchors(self) -> str:
        """Return the file of the root certificate."""
        return str(self.folder / "root.pem")

    @property
    def timestamps(self) -> str:
        """Return the address of the time stamping service."""
        return f"{self.url}/uji/tsa/tsa"

    def key(self, name: str = "signer") -> str:
        """Return the PKCS#12 file of a signer; its passphrase is "rahasia"."""
        return str(self.folder / f"{name}.p12")


@contextmanager
def authority(folder: Path) -> Iterator[Authority]:
    """Make keys and certificates in `folder` and serve the authority until the block ends."""
    for name in NAMES:
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        kind = serialization.PrivateFormat.PKCS8
        no = serialization.NoEncryption()
        (folder / f"{name}.key").write_bytes(
            key.private_bytes(serialization.Encoding.PEM, kind, no)
        )
    server = make_server("127.0.0.1", 0, lambda _environ, _start: [], threaded=True)
    url = f"http://127.0.0.1:{server.server_port}"
    config = CertomancerConfig(_config(url), key_search_dir=str(folder))
    built: Any = config.get_pki_arch("uji")
    for name in ("signer", "former"):
        (folder / f"{name}.p12").write_bytes(
            built.package_pkcs12(CertLabel(name), password=b"rahasia")
        )
    root = built.get_cert(CertLabel("root")).dump()
    (folder / "root.pem").write_bytes(pem.armor("CERTIFICATE", root))
    server.app = Animator(AnimatorArchStore(config.pki_archs), with_web_ui=False)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Authority(folder, url)
    finally:
        server.shutdown()
        thread.join()


def _usage(*params: str) -> dict[str, Any]:
    value = {"schema": "key-usage", "params": list(params)}
    return {"id": "key_usage", "critical": True, "smart-value": value}


def _config(url: str) -> dict[str, Any]:
    revocation = [
        {"id": "crl_distribution_points",
         "smart-value": {"schema": "crl-dist-url", "params": {"crl-repo-names": ["root"]}}},
    ]  # fmt: skip
    asked = [
        {"id": "authority_information_access",
         "smart-value": {"schema": "aia-urls", "params": {"ocsp-responder-names": ["root"]}}},
    ]  # fmt: skip
    authority = {"id": "basic_constraints", "critical": True, "value": {"ca": True}}
    signer = {
        "issuer": "root", "validity": _LIFE,
        "extensions": [_usage("digital_signature", "non_repudiation"), *revocation, *asked],
    }  # fmt: skip
    return {
        "external-url-prefix": url,
        "keysets": {"uji": {"keys": {name: {"path": f"{name}.key"} for name in NAMES}}},
        "pki-architectures": {
            "uji": {
                "keyset": "uji",
                "entity-defaults": {"country-name": "ID", "organization-name": "Otoritas Uji"},
                "entities": {name: {"common-name": f"Uji {name}"} for name in NAMES},
                "certs": {
                    "root": {
                        "subject": "root", "subject-key": "root", "issuer": "root",
                        "authority-key": "root", "validity": _LIFE,
                        "extensions": [
                            authority, _usage("digital_signature", "key_cert_sign", "crl_sign"),
                        ],
                    },
                    "signer": signer,
                    "former": {
                        "template": "signer",
                        "revocation": {
                            "revoked-since": "2024-01-01T00:00:00+0000",
                            "reason": "key_compromise",
                        },
                    },
                    "tsa": {
                        "issuer": "root", "validity": _LIFE,
                        "extensions": [
                            _usage("digital_signature"),
                            {"id": "extended_key_usage", "critical": True,
                             "value": ["time_stamping"]},
                            *revocation,
                        ],
                    },
                    "ocsp": {
                        "issuer": "root", "validity": _LIFE,
                        "extensions": [
                            _usage("digital_signature"),
                            {"id": "extended_key_usage", "critical": True,
                             "value": ["ocsp_signing"]},
                            {"id": "ocsp_no_check"},
                        ],
                    },
                },
                "services": {
                    "ocsp": {"root": {"for-issuer": "root", "responder-cert": "ocsp",
                                      "signing-key": "ocsp"}},
                    "crl-repo": {"root": {"for-issuer": "root", "signing-key": "root",
                                          "simulated-update-schedule": "P30D"}},
                    "time-stamping": {"tsa": {"signing-key": "tsa", "signing-cert": "tsa"}},
                },
            }
        },
    }  # fmt: skip
