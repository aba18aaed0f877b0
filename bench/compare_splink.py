"""Homeward and Splink on the same data in the same run: who links better, and how fast?

    python3 bench/compare_splink.py --data DIR --homeward target/release/homeward

DIR holds council.csv, hospital.csv and truth.csv in the layout of docs/matching-files.md. Neither
side reads the truth before its links are made. Times are of the processor, one thread each. A lookup
"in batch" is the looking up alone; "all" is everything from the two tables (Homeward: from the two
files) to the links, learning the weights included.
"""
import argparse
import resource
import subprocess
import tempfile
import time
from pathlib import Path

from splink import DuckDBAPI, Linker

from splink_models import MODELS
from worth import read_links, read_truth, worth


def main():
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--data", type=Path, required=True)
    asked.add_argument("--homeward", type=Path, required=True)
    asked.add_argument("--one-by-one", type=int, default=20, help="lookups one at a time (Splink)")
    asked.add_argument("--models", nargs="*", default=list(MODELS), choices=list(MODELS))
    asked = asked.parse_args()
    right = read_truth(asked.data / "truth.csv")
    rows = [homeward(asked, right)]
    show(rows[-1])
    for name in asked.models:
        rows.append(splink(name, asked, right))
        show(rows[-1])
    print()
    print(table(rows))


def homeward(asked, right):
    """One lookup is what a file of all records costs more than a file of one, with the same weights:
    reading its row and writing its links are in it."""
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        links, model = folder / "links.csv", folder / "model.toml"
        council, hospital = asked.data / "council.csv", asked.data / "hospital.csv"
        one = folder / "one.csv"
        with open(hospital, encoding="utf-8") as file:
            one.write_text(file.readline() + file.readline(), encoding="utf-8")
        start = [asked.homeward, "match", "--threads", "1", "--council", council]
        whole = processor([*start, "--hospital", hospital, "--out", links, "--save-model", model])
        known = [*start, "--model", model, "--out", folder / "again.csv", "--hospital"]
        all_of_them, only_one = processor([*known, hospital]), processor([*known, one])
        each = max(all_of_them - only_one, 0) / max(len(right) - 1, 1)
        found = worth(read_links(links), right)
        return {"what": "Homeward", **found, "one at a time": each, "in batch": each, "in all": whole}


def processor(command):
    """Seconds of the processor that a command takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def splink(name, asked, right):
    read, settings, training = MODELS[name]
    hospital, council = read(asked.data / "hospital.csv"), read(asked.data / "council.csv")
    db = DuckDBAPI()
    db._con.execute("SET threads = 1")
    sides = [
        db.register(council, dataset_display_name="council"),
        db.register(hospital, dataset_display_name="hospital"),
    ]
    whole = time.process_time()
    linker = Linker(sides, settings(), log_level=None)
    train(linker, training)
    began = time.process_time()
    found = linker.inference.predict(threshold_match_weight=-10)
    pairs = found.as_pandas_dataframe()
    batch = (time.process_time() - began) / len(hospital)
    whole = time.process_time() - whole
    return {
        "what": f"Splink, {name}",
        **worth(oriented(pairs), right),
        "one at a time": one_by_one(db, linker, sides[0], hospital, asked.one_by_one),
        "in batch": batch,
        "in all": whole,
    }


def train(linker, training):
    linker.training.estimate_probability_two_random_records_match(
        ["l.nhs_number = r.nhs_number", "l.full_name = r.full_name and l.dob = r.dob"], recall=0.9
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e7, seed=1)
    for rule in training:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)


def oriented(pairs):
    """The sides of a pair stand in the order of the names of the sources: council, hospital."""
    assert (pairs["source_dataset_l"] == "council").all()
    return zip(pairs["unique_id_r"], pairs["unique_id_l"], pairs["match_weight"])


def one_by_one(db, linker, council, hospital, count):
    """Processor seconds of one lookup of a record that is new, against all of the council."""
    for column in frequency_columns(linker):
        linker.table_management.compute_tf_table(column)
    took = []
    for place in range(count):
        row = hospital.iloc[[place]]
        began = time.process_time()
        new = db.register(row, dataset_display_name="hospital", table_name=f"new_{place}")
        found = linker.inference.predict_between(council, new, threshold_match_weight=-10)
        found.as_pandas_dataframe()
        took.append(time.process_time() - began)
    return sorted(took)[len(took) // 2]


def frequency_columns(linker):
    return [column.unquote().name for column in linker._settings_obj._term_frequency_columns]


def show(row):
    print(" · ".join(f"{key} {value}" for key, value in row.items()), flush=True)


def table(rows):
    head = (
        "| engine | best F1 | recall at zero false | one lookup at a time | a lookup in batch "
        "| all, learning included |"
    )
    lines = [head, "|---|---|---|---|---|---|"]
    for row in rows:
        one, batch = row["one at a time"] * 1e3, row["in batch"] * 1e3
        lines.append(
            f"| {row['what']} | {row['best F1']:.4f} | {row['recall at zero false']:.4f} "
            f"| {one:,.3f} ms | {batch:,.3f} ms | {row['in all']:.1f} s |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
