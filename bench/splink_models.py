"""Two ordinary Splink models: its own library's comparisons, and NHS England's published levels.

The second follows the levels, blocking rules and frequency adjustments that NHS England publishes
for linking to the Personal Demographics Service (NHSE_probabilistic_linkage, parameters_linking.py
and utils/parameter_lists.py), with the NHS number as a comparison beside them, which there only
blocks. Nicknames come from the package `nicknames`.
"""
import re
import unicodedata

import pandas as pd
import splink.comparison_library as cl
from nicknames import NickNamer
from splink import SettingsCreator, block_on

COLUMNS = ["id", "nhs_number", "given_name", "family_name", "date_of_birth", "gender", "postcode"]
NICKNAMES = NickNamer()


def plain(text):
    text = unicodedata.normalize("NFKD", text)
    return "".join(c for c in text if not unicodedata.combining(c)).lower()


def read(path):
    table = pd.read_csv(path, dtype=str, keep_default_na=False)[COLUMNS]
    table = table.rename(columns={"id": "unique_id", "date_of_birth": "dob"})
    for column in ["given_name", "family_name"]:
        names = table[column].map(lambda name: re.sub(r"[^a-z -]", "", plain(name)))
        table[column] = names.str.replace("-", " ").str.split().str.join(" ")
    table["full_name"] = (table["given_name"] + " " + table["family_name"]).str.strip()
    table["postcode"] = table["postcode"].str.upper()
    return table


def nulls(table):
    return table.replace("", None)


# ------------------------------------------------------------------ the library


def library_table(path):
    return nulls(read(path))


def library():
    rules = [
        block_on("nhs_number"),
        block_on("given_name", "family_name"),
        block_on("family_name", "dob"),
        block_on("given_name", "dob"),
        block_on("dob", "postcode"),
        block_on("given_name", "postcode"),
        block_on("family_name", "postcode"),
    ]
    return SettingsCreator(
        link_type="link_only",
        comparisons=[
            cl.ForenameSurnameComparison(
                "given_name", "family_name", forename_surname_concat_col_name="full_name"
            ),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.PostcodeComparison("postcode"),
            cl.ExactMatch("gender"),
            cl.LevenshteinAtThresholds("nhs_number", 1),
        ],
        blocking_rules_to_generate_predictions=rules,
    )


LIBRARY_TRAINING = [
    block_on("given_name", "family_name"),
    block_on("dob"),
    block_on("nhs_number"),
]

# ---------------------------------------------------------------- NHS England

SOUNDEX = {c: d for d, cs in enumerate(["bfpv", "cgjkqsxz", "dt", "l", "mn", "r"], 1) for c in cs}


def soundex(name):
    letters = [c for c in name if c.isalpha()]
    if not letters:
        return None
    code, last = letters[0], SOUNDEX.get(letters[0])
    for letter in letters[1:]:
        digit = SOUNDEX.get(letter)
        if digit and digit != last:
            code += str(digit)
        if letter not in "hw":
            last = digit
    return (code + "000")[:4]


def nicknames(given):
    found = set()
    for name in given.split():
        found |= NICKNAMES.nicknames_of(name) | NICKNAMES.canonicals_of(name)
    return sorted(found)


def nhse_table(path):
    table = read(path)
    code = table["postcode"].str.replace(" ", "")
    is_whole = code.str.match(r"^[A-Z]{1,2}\d[A-Z0-9]?\d[A-Z]{2}$")
    table["outcode"] = code.str[:-3].where(is_whole, "")
    table["sector"] = code.str[:-2].where(is_whole, "")
    table["region"] = code.str.extract(r"^([A-Z]{1,2})", expand=False).fillna("")
    for column in ["outcode", "sector", "region"]:
        table[column] = table[column].str.replace("0", "O")
    table["postcode"] = code.str.replace("0", "O")
    table["dob"] = table["dob"].str.replace("-", "")
    year, month, day = table["dob"].str[:4], table["dob"].str[4:6], table["dob"].str[6:]
    table["yyyydd"], table["yyyymm"] = year + day, year + month
    table["mmdd"], table["yyyyddmm"] = month + day, year + day + month
    table["gender"] = table["gender"].map({"M": "1", "F": "2"}).fillna("0")
    table["family_sound"] = table["family_name"].map(soundex)
    table = nulls(table)
    table["given_tokens"] = table["given_name"].map(lambda name: (name or "").split())
    table["family_tokens"] = table["family_name"].map(lambda name: (name or "").split())
    table["all_nicknames"] = table["given_name"].map(lambda name: nicknames(name or ""))
    return table


def level(condition, label, frequency=None, weight=0.0):
    made = {"sql_condition": condition, "label_for_charts": label}
    if frequency:
        made["tf_adjustment_column"] = frequency
        made["tf_adjustment_weight"] = weight
        made["tf_minimum_u_value"] = 0.001
    return made


def null_level(condition):
    return {"sql_condition": condition, "label_for_charts": "Null", "is_null_level": True}


def comparison(name, *levels):
    levels = [*levels, level("ELSE", "All other")]
    return {"output_column_name": name, "comparison_levels": levels}


def nhse():
    both = "{0}_l = {0}_r".format
    share = "len(list_intersect({0}, {1})) > 0".format
    family = share("family_tokens_l", "family_tokens_r")
    name = comparison(
        "name",
        null_level(
            "(given_name_l IS NULL AND family_name_l IS NULL) "
            "OR (given_name_r IS NULL AND family_name_r IS NULL)"
        ),
        level(both("full_name"), "Same", "full_name", 1.0),
        level(
            "jaro_winkler_similarity(given_name_l, given_name_r) > 0.88 "
            "AND jaro_winkler_similarity(family_name_l, family_name_r) > 0.88",
            "Both names near", "full_name", 0.5,
        ),
        level(f"{share('given_tokens_l', 'given_tokens_r')} AND {family}", "A part of each", "full_name", 0.5),
        level(
            f"({share('all_nicknames_l', 'given_tokens_r')} "
            f"OR {share('all_nicknames_r', 'given_tokens_l')}) AND {family}",
            "Nickname and a part of the family name", "full_name", 0.5,
        ),
        level(both("given_name"), "Given name only", "given_name", 1.0),
        level(both("family_name"), "Family name only", "family_name", 1.0),
    )
    born = comparison(
        "dob",
        null_level("dob_l IS NULL OR dob_r IS NULL"),
        level(both("dob"), "Same", "dob", 1.0),
        level("dob_l = yyyyddmm_r", "Day and month swapped", "dob", 0.5),
        level("levenshtein(dob_l, dob_r) <= 1", "One edit", "dob", 0.5),
        level(f"{both('yyyydd')} OR {both('yyyymm')} OR {both('mmdd')}", "Two of three", "dob", 0.5),
    )
    place = comparison(
        "postcode",
        null_level("postcode_l IS NULL OR postcode_r IS NULL"),
        level(both("postcode"), "Same", "postcode", 1.0),
        level("levenshtein(postcode_l, postcode_r) <= 1", "One edit", "postcode", 0.5),
        level(both("sector"), "Sector", "sector", 1.0),
        level(both("outcode"), "Outcode", "outcode", 1.0),
        level(both("region"), "Region", "region", 1.0),
    )
    gender = comparison(
        "gender",
        null_level("gender_l IS NULL OR gender_r IS NULL"),
        level(both("gender"), "Same", "gender", 1.0),
        level("gender_l = '0' OR gender_r = '0'", "Not known", "gender", 0.5),
    )
    number = comparison(
        "nhs_number",
        null_level("nhs_number_l IS NULL OR nhs_number_r IS NULL"),
        level(both("nhs_number"), "Same"),
        level("levenshtein(nhs_number_l, nhs_number_r) <= 1", "One edit"),
    )
    return SettingsCreator(
        link_type="link_only",
        comparisons=[name, born, place, gender, number],
        blocking_rules_to_generate_predictions=[
            block_on("nhs_number"),
            block_on("dob", "gender", "outcode"),
            block_on("gender", "family_sound", "dob"),
            block_on("gender", "family_name", "yyyydd"),
            block_on("postcode"),
            block_on("given_name", "dob"),
            block_on("given_name", "outcode"),
            block_on("family_name", "dob"),
            block_on("family_name", "outcode"),
        ],
    )


NHSE_TRAINING = [
    block_on("dob", "postcode", "gender"),
    block_on("given_name", "family_name", "dob"),
    block_on("given_name", "family_name", "postcode", "gender"),
    block_on("nhs_number"),
]

MODELS = {
    "library": (library_table, library, LIBRARY_TRAINING),
    "nhse": (nhse_table, nhse, NHSE_TRAINING),
}
