"""Where the portal keeps what is its own: one folder of the workspace, read by its owner only."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class PortalFiles:
    """The places in the portal's folder."""

    folder: Path

    @property
    def database(self) -> Path:
        """The SQLite file, where no other database is set."""
        return self.folder / "portal.sqlite3"

    @property
    def secret_key(self) -> Path:
        """The key that signs sessions and links."""
        return self.folder / "secret_key"

    @property
    def sample_accounts(self) -> Path:
        """Names and first passwords of the sample accounts."""
        return self.folder / "sample-accounts.txt"

    @property
    def uploads(self) -> Path:
        """Attached files, under random names."""
        return self.folder / "uploads"

    @property
    def static(self) -> Path:
        """Style, script and pictures as they are served, collected anew at each start."""
        return self.folder / "static"

    @property
    def generated(self) -> Path:
        """Static files that are made here and not shipped: the script that draws charts."""
        return self.folder / "generated"

    @property
    def mail(self) -> Path:
        """Messages, where no mail server is set."""
        return self.folder / "mail"

    @property
    def log(self) -> Path:
        """What the server's processes say."""
        return self.folder / "logs" / "portal.log"

    @property
    def lock(self) -> Path:
        """Held by whoever serves the portal."""
        return self.folder / "serve.lock"

    @property
    def pages(self) -> Path:
        """Pages that a proxy shows while the portal is away."""
        return self.folder / "pages"

    @property
    def runs(self) -> Path:
        """Results of study runs."""
        return self.folder / "runs"

    @property
    def audits(self) -> Path:
        """Audits of releases, kept ready; what is not there is made anew."""
        return self.folder / "audits"

    @property
    def risks(self) -> Path:
        """Outlooks of risk, kept ready; the job that made one makes it anew."""
        return self.folder / "risks"

    def make(self) -> None:
        """Make the folders, closed to everybody else."""
        for folder in (self.folder, self.uploads, self.generated, self.mail, self.runs, self.audits, self.risks,
                       self.log.parent, self.pages):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read; it is never open to others, not even for a moment."""
    import os

    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
