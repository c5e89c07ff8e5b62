"""A browser that answers without pause until it is killed: `python -m tests.elearning.hammer`.

Reads the database's address, the folder, the attempt, the cookie and a seed from its arguments and
writes a line for every answer the server has acknowledged.
"""

import sys
from random import Random

from lms import create_app


def main(address: str, folder: str, attempt: str, token: str, seed: str) -> None:
    """Save random answers, each with its own growing number."""
    app = create_app(
        {
            "TESTING": True, "SECRET_KEY": "test", "SQLALCHEMY_DATABASE_URI": address,
            "VAR_DIR": folder, "QUEUE_URL": f"{folder}/queue.sqlite3", "WTF_CSRF_ENABLED": False,
        }
    )  # fmt: skip
    browser = app.test_client()
    browser.set_cookie("lms", token)
    rng, seq = Random(seed), int(seed)
    print("ready", flush=True)
    while True:
        seq += 1
        sent = {"position": rng.randint(1, 5), "value": rng.randint(0, 1), "seq": seq}
        answer = browser.post(f"/percobaan/{attempt}/jawaban", json=sent)
        if answer.status_code == 200:
            print(sent["position"], seq, sent["value"], flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
