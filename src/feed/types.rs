//! Meeting types: a code means something only within a fellowship.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The fellowships whose codes are known: id, short name, full name.
pub const PROGRAMS: [(&str, &str, &str); 27] = [
    ("aa", "AA", "Alcoholics Anonymous"),
    ("aca", "ACA", "Adult Children of Alcoholics"),
    ("al-anon", "Al-Anon", "Al-Anon Family Groups"),
    ("ca", "CA", "Cocaine Anonymous"),
    ("cea-how", "CEA-HOW", "Compulsive Eaters Anonymous-HOW"),
    ("cma", "CMA", "Crystal Meth Anonymous"),
    ("coda", "CoDA", "Co-Dependents Anonymous"),
    ("da", "DA", "Debtors Anonymous"),
    ("daa", "DAA", "Drug Addicts Anonymous"),
    ("eda", "EDA", "Eating Disorders Anonymous"),
    ("ga", "GA", "Gamblers Anonymous"),
    ("ha", "HA", "Heroin Anonymous"),
    ("ma", "MA", "Marijuana Anonymous"),
    ("na", "NA", "Narcotics Anonymous"),
    ("oa", "OA", "Overeaters Anonymous"),
    ("pal", "PAL", "Parents of Addicted Loved Ones"),
    ("rca", "RCA", "Recovering Couples Anonymous"),
    ("rd", "Recovery Dharma", "Recovery Dharma"),
    ("rr", "Refuge Recovery", "Refuge Recovery"),
    ("sa", "SA", "Sexaholics Anonymous"),
    ("saa", "SAA", "Sex Addicts Anonymous"),
    ("sca", "SCA", "Sexual Compulsives Anonymous"),
    ("sg", "Support group", "Support group"),
    ("sia", "SIA", "Survivors of Incest Anonymous"),
    ("slaa", "SLAA", "Sex and Love Addicts Anonymous"),
    ("ua", "UA", "Underearners Anonymous"),
    ("va", "VA", "Violence Anonymous"),
];

/// Words that people search with, and the codes that answer them where a fellowship has them.
const WORDS: [(&str, &[&str]); 41] = [
    ("women", &["W"]),
    ("woman", &["W"]),
    ("female", &["W"]),
    ("men", &["M"]),
    ("man", &["M"]),
    ("male", &["M"]),
    ("lgbtq", &["LGBTQ", "LGBTQIA", "LGBTQI+", "GL", "G", "L", "T", "BI", "NB", "GQ"]),
    ("lgbt", &["LGBTQ", "LGBTQIA", "LGBTQI+", "GL", "G", "L", "T", "BI", "NB", "GQ"]),
    ("queer", &["LGBTQ", "LGBTQIA", "LGBTQI+", "GL", "GQ"]),
    ("trans", &["T"]),
    ("nonbinary", &["NB", "GQ"]),
    ("newcomer", &["BE", "BEG", "NC", "20"]),
    ("newcomers", &["BE", "BEG", "NC", "20"]),
    ("beginner", &["BE", "BEG", "NC", "20"]),
    ("beginners", &["BE", "BEG", "NC", "20"]),
    ("wheelchair", &["X", "WA", "XB"]),
    ("accessible", &["X", "WA", "XB"]),
    ("accessibility", &["X", "WA", "XB"]),
    ("ramp", &["X", "WA"]),
    ("deaf", &["ASL", "D-HOH", "CAP", "CCAP"]),
    ("asl", &["ASL"]),
    ("sign", &["ASL", "QSL", "RSL"]),
    ("captions", &["CAP", "CCAP"]),
    ("spanish", &["S"]),
    ("espanol", &["S"]),
    ("french", &["FR"]),
    ("francais", &["FR"]),
    ("german", &["DE"]),
    ("deutsch", &["DE"]),
    ("agnostic", &["A"]),
    ("secular", &["A"]),
    ("atheist", &["A"]),
    ("young", &["Y", "YA", "YP"]),
    ("youth", &["Y", "YA", "YP", "TEEN"]),
    ("teens", &["TEEN", "Y"]),
    ("childcare", &["BA", "CC"]),
    ("babysitting", &["BA", "CC"]),
    ("kids", &["BA", "CC", "CF", "CW"]),
    ("children", &["BA", "CC", "CF", "CW"]),
    ("speaker", &["SP", "SPK", "SD", "SS"]),
    ("steps", &["ST", "STEP", "SWG", "STW", "S123"]),
];

/// Codes of [`WORDS`] that mean something else to some fellowship: GL is not queer where it is
/// graphic language, and who looks for Spanish does not look for every speaker.
const ELSEWHERE: [(&str, &str); 7] = [
    ("A", "Adults only (18+)"),
    ("CC", "Chair's choice"),
    ("GL", "Graphic language"),
    ("S", "Speaker"),
    ("T", "Fellowship Text"),
    ("T", "Tools"),
    ("Y", "Yellow Workbook Study"),
];

/// The codes that a fellowship may use with a meaning of their own, and those of everyone.
struct Table {
    /// Program to upper-case code to code and label. `*` is every program.
    codes: HashMap<&'static str, HashMap<String, (&'static str, &'static str)>>,
    /// Program to folded name to code.
    names: HashMap<&'static str, HashMap<String, &'static str>>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table { codes: HashMap::new(), names: HashMap::new() };
    for line in include_str!("types.txt").lines().filter(|line| !line.starts_with('#')) {
        let mut columns = line.split(" | ").map(str::trim);
        let (Some(code), Some(label), Some(programs)) =
            (columns.next(), columns.next(), columns.next())
        else {
            continue;
        };
        let others = columns.next().unwrap_or_default();
        for program in programs.split(' ') {
            table.codes.entry(program).or_default().insert(code.to_uppercase(), (code, label));
            let names = table.names.entry(program).or_default();
            // The label itself first: another type may have it among its other names.
            names.insert(fold(label), code);
            for name in others.split(';').map(fold).filter(|name| !name.is_empty()) {
                names.entry(name).or_insert(code);
            }
        }
    }
    table
});

/// The id of a fellowship by its id, short name or full name, in any case.
pub fn program_id(name: &str) -> Option<&'static str> {
    let name = name.trim();
    PROGRAMS
        .iter()
        .find(|(id, short, full)| {
            [id, short, full].iter().any(|known| known.eq_ignore_ascii_case(name))
        })
        .map(|(id, _, _)| *id)
}

/// The short name of a fellowship by its id.
pub fn program_name(id: &str) -> Option<&'static str> {
    PROGRAMS.iter().find(|(known, _, _)| *known == id).map(|(_, short, _)| *short)
}

/// What a fellowship calls a type: `A` is "Secular" in AA and "Atheist and agnostic" in
/// Al-Anon. Languages mean the same everywhere, unless the fellowship uses the code in its
/// own way. The case of the code does not matter.
pub fn label(program: &str, code: &str) -> Option<&'static str> {
    entry(program, code).map(|(_, label)| label)
}

/// The code of a fellowship that a feed means: by the code or by the full name, in any case.
pub fn code(program: &str, text: &str) -> Option<&'static str> {
    entry(program, text).map(|(code, _)| code).or_else(|| {
        let name = fold(text);
        // A code that the fellowship uses in its own way is not what the name says: S is Spanish,
        // but a speaker in ACA.
        let own = |table: &str, code: &str| {
            let meant = TABLE.codes.get(table)?.get(&code.to_uppercase()).copied();
            Some(meant == entry(program, code))
        };
        [program, "*"].into_iter().find_map(|table| {
            let code = TABLE.names.get(table)?.get(&name).copied()?;
            own(table, code)?.then_some(code)
        })
    })
}

/// The codes of a fellowship that answer a word of a search: "women", "Spanish",
/// "wheelchair", a code or a full name. Empty when the word is not about types.
pub fn search(program: &str, word: &str) -> Vec<&'static str> {
    let folded = fold(&deunicode::deunicode(word));
    let meant = WORDS.iter().find(|(known, _)| *known == folded).map(|(_, codes)| *codes);
    let mut found: Vec<&'static str> = meant
        .unwrap_or_default()
        .iter()
        .filter_map(|code| entry(program, code))
        .filter(|known| !ELSEWHERE.contains(known))
        .map(|(code, _)| code)
        .collect();
    if let Some(code) = code(program, word).filter(|code| !found.contains(code)) {
        found.push(code);
    }
    found
}

fn entry(program: &str, code: &str) -> Option<(&'static str, &'static str)> {
    // Codes are short: longer texts are not worth folding.
    if code.len() > 16 {
        return None;
    }
    let upper = code.to_uppercase();
    [program, "*"].into_iter().find_map(|table| TABLE.codes.get(table)?.get(&upper).copied())
}

/// Letters and digits in lower case: "Child-Friendly" and "child friendly" are the same.
fn fold(name: &str) -> String {
    name.chars()
        .filter(|letter| letter.is_alphanumeric() || *letter == '+')
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_means_what_its_fellowship_says() {
        for (program, code, expected) in [
            ("aa", "A", Some("Secular")),
            ("al-anon", "A", Some("Atheist and agnostic")),
            ("aca", "A", Some("Adults only (18+)")),
            ("aa", "POA", Some("Proof of attendance")),
            ("al-anon", "POA", Some("Parents")),
            ("aa", "S", Some("Spanish")),
            ("aca", "S", Some("Speaker")),
            ("na", "S", Some("Spanish")),
            ("ua", "T", Some("Tools")),
            ("aca", "T", Some("Fellowship Text")),
            ("al-anon", "Y", Some("Alateen")),
            ("rd", "IW", Some("Inquiry writing")),
            ("rr", "IW", Some("Inventory writing")),
            ("na", "IW", Some("It Works study")),
            ("rd", "WA", Some("Wheelchair access")),
            ("aa", "UK", Some("Ukrainian")),
            ("aa", "onl", Some("Online")),
            ("aa", "12X12", Some("Twelve Steps and Twelve Traditions")),
            ("aa", "ASBI", None),
            ("ours", "A", None),
        ] {
            assert_eq!(label(program, code), expected, "{program} {code}");
        }
    }

    #[test]
    fn names_find_their_codes() {
        for (program, name, expected) in [
            ("aa", "open", Some("O")),
            ("aa", "Wheelchair Access", Some("X")),
            ("aa", "12 steps & 12 traditions", Some("12x12")),
            ("aa", "child friendly", Some("CF")),
            ("aa", "Spanish", Some("S")),
            ("aca", "Spanish", None),
            ("aca", "Speaker", Some("S")),
            ("al-anon", "Parents of Alcoholics", Some("POA")),
            ("oa", "Relapse/12th Step Within", Some("RELA")),
            ("aa", "Knitting", None),
        ] {
            assert_eq!(code(program, name), expected, "{program} {name}");
        }
    }

    #[test]
    fn people_search_with_words() {
        assert_eq!(search("aa", "women"), ["W"]);
        assert_eq!(search("aa", "Español"), ["S"]);
        assert_eq!(search("na", "newcomer"), ["BEG"]);
        assert_eq!(search("rd", "wheelchair"), ["WA"]);
        assert_eq!(search("aa", "big book"), ["B"]);
        assert!(search("aa", "lgbtq").contains(&"LGBTQ"));
        assert!(!search("sca", "lgbtq").contains(&"GL"));
        assert_eq!(search("aca", "spanish"), Vec::<&str>::new());
        assert_eq!(search("aca", "speaker"), ["S"]);
        assert_eq!(search("ua", "tools"), ["T"]);
        for (code, label) in ELSEWHERE {
            let is = |(id, ..): &(&str, &str, &str)| super::label(id, code) == Some(label);
            assert!(PROGRAMS.iter().any(is), "{code} is {label} nowhere");
        }
        assert_eq!(search("aa", "tuesday"), Vec::<&str>::new());
    }

    #[test]
    fn the_table_is_whole() {
        for (id, ..) in PROGRAMS {
            assert!(id == "pal" || id == "sg" || TABLE.codes.contains_key(id), "{id}");
        }
        let known: Vec<&str> = PROGRAMS.iter().map(|(id, ..)| *id).chain(["*"]).collect();
        let mut seen = std::collections::HashSet::new();
        for line in include_str!("types.txt")
            .lines()
            .filter(|line| !line.starts_with('#') && !line.is_empty())
        {
            let columns: Vec<&str> = line.split(" | ").collect();
            assert!((3..=4).contains(&columns.len()), "{line}");
            for program in columns[2].split(' ') {
                assert!(known.contains(&program), "{line}");
                assert!(seen.insert((program, columns[0].to_uppercase())), "{program} {line}");
            }
            let label = columns[1].to_lowercase();
            for word in ["addict", "alcoholic", "abuse", "relapse"] {
                let addictions = label == "process addictions"
                    || label == "multiple addictions"
                    || label == "ritual abuse";
                assert!(addictions || !label.contains(word), "{line}");
            }
        }
        // The 87 of the Meeting Guide: AA's own and the languages, without the five proposed and ONL.
        let own = TABLE.codes["aa"].len() + TABLE.codes["*"].len();
        assert_eq!(own - 5 - 1, 87);
    }
}
