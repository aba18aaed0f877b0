"""What scored pairs are worth, where the truth is known.

One hospital record is one lookup; the best-scored council record of it counts. The council may hold
a person twice: then either record is right. `homeward match evaluate` reckons the same.
"""
import csv


def read_truth(path):
    """Of each hospital record the right council records; none where the council knows nobody."""
    right = {}
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            records = right.setdefault(row["hospital_id"], set())
            if row["council_id"]:
                records.add(row["council_id"])
    return right


def best_of(pairs):
    """`pairs`: (hospital id, council id, score). Of each lookup the best-scored pair."""
    best = {}
    for hospital, council, score in pairs:
        if hospital not in best or score > best[hospital][1]:
            best[hospital] = (council, score)
    return best


def worth(pairs, right):
    """Best F1 over all thresholds, and the share of known people above the first wrong pair."""
    known = sum(1 for records in right.values() if records)
    scored = sorted(
        ((score, council in right[hospital]) for hospital, (council, score) in best_of(pairs).items()),
        key=lambda pair: -pair[0],
    )
    best_f1, true, false, clean = 0.0, 0, 0, 0
    for place, (score, is_right) in enumerate(scored):
        true += is_right
        false += not is_right
        if place + 1 < len(scored) and scored[place + 1][0] == score:
            continue  # no threshold parts equal scores
        best_f1 = max(best_f1, 2 * true / (true + false + known))
        if false == 0:
            clean = true
    return {"best F1": best_f1, "recall at zero false": clean / known}


def read_links(path):
    """The pairs of a file as `homeward match` writes it."""
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["council_id"] and row["score"]:
                yield row["hospital_id"], row["council_id"], float(row["score"])
