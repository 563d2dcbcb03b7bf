//! Words of other languages that people search with, and what they are in English: days, times of
//! day, ways to attend, and the kinds that are asked for most. Folded, without accents.

const WORDS: &[(&str, &[&str])] = &[
    ("monday", &["lunes", "montag", "lundi", "lunedi", "segunda", "maandag"]),
    ("tuesday", &["martes", "dienstag", "mardi", "martedi", "dinsdag"]),
    ("wednesday", &["miercoles", "mittwoch", "mercredi", "mercoledi", "quarta", "woensdag"]),
    ("thursday", &["jueves", "donnerstag", "jeudi", "giovedi", "quinta", "donderdag"]),
    ("friday", &["viernes", "freitag", "vendredi", "venerdi", "vrijdag"]),
    ("saturday", &["sabado", "samstag", "sonnabend", "samedi", "sabato", "zaterdag"]),
    ("sunday", &["domingo", "sonntag", "dimanche", "domenica", "zondag"]),
    ("weekend", &["wochenende"]),
    ("today", &["hoy", "heute", "aujourdhui", "oggi", "hoje", "vandaag"]),
    ("tomorrow", &["manana", "morgen", "demain", "domani", "amanha"]),
    ("tonight", &["stasera", "vanavond"]),
    ("now", &["ahora", "jetzt", "maintenant", "adesso", "agora"]),
    ("this", &["esta", "ce", "diesen"]),
    ("morning", &["vormittag", "vormittags", "morgens", "fruh", "matin", "mattina", "ochtend"]),
    ("noon", &["mittag", "mittags", "mediodia", "midi"]),
    ("afternoon", &["tarde", "nachmittag", "nachmittags", "pomeriggio", "middag"]),
    ("evening", &["noche", "abend", "abends", "soir", "sera", "noite", "avond"]),
    ("in", &["en", "em", "dans"]),
    ("near", &["cerca", "nahe", "bei", "pres", "vicino", "perto"]),
    ("online", &["linea", "ligne", "linha", "virtuell", "virtuelle", "virtuel"]),
    ("person", &["persona", "personne", "pessoa"]),
    ("inperson", &["presencial", "presenciales", "prasenz", "presentiel", "prasentiell"]),
    ("women", &["mujer", "mujeres", "frau", "frauen", "femme", "femmes", "donne", "mulheres"]),
    ("men", &["hombre", "hombres", "manner", "homme", "hommes", "uomini", "homens"]),
    ("young", &["joven", "jovenes", "junge", "jeune", "jeunes", "giovani", "jovens"]),
    (
        "newcomers",
        &["principiante", "principiantes", "anfanger", "neulinge", "debutant", "debutants"],
    ),
    ("open", &["abierta", "abiertas", "abierto", "offen", "offene", "offenes", "ouverte"]),
    ("closed", &["cerrada", "cerradas", "geschlossen", "geschlossene", "fermee"]),
    ("wheelchair", &["rollstuhl", "barrierefrei", "ruedas", "handicap", "handicapped", "disabled"]),
    ("candlelight", &["candlelite"]),
    ("meditation", &["meditacion", "meditacao", "meditazione"]),
    ("spanish", &["castellano"]),
    ("german", &["aleman", "allemand"]),
    ("french", &["frances", "franzosisch"]),
    ("english", &["ingles", "englisch", "anglais"]),
];

/// Words that say nothing, in those languages.
pub(super) const EMPTY: &[&str] = &[
    "reunion",
    "reuniones",
    "reunions",
    "treffen",
    "gruppe",
    "grupo",
    "grupos",
    "groupe",
    "de",
    "del",
    "der",
    "die",
    "das",
    "dem",
    "den",
    "el",
    "los",
    "las",
    "le",
    "les",
    "und",
    "y",
    "et",
    "para",
    "fur",
    "pour",
    "con",
    "mit",
    "am",
    "um",
    "uhr",
    "por",
    "uma",
    "una",
    "eine",
    "silla",
];

/// The English word for one.
pub(super) fn english(word: &str) -> Option<&'static str> {
    WORDS.iter().find(|(_, others)| others.contains(&word)).map(|(english, _)| *english)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn each_word_means_one_thing_and_is_folded() {
        let mut seen = HashSet::new();
        for (english, others) in WORDS {
            for word in others.iter().chain([english]) {
                assert!(seen.insert(word), "{word} is there twice");
                assert_eq!(crate::feature::find::fold(word), [*word]);
            }
        }
    }
}
