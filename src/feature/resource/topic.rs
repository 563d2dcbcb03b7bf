//! What a resource is for.

use serde::{Deserialize, Serialize};
use std::str::FromStr;

macro_rules! topics {
    ($($(#[$doc:meta])* $name:ident = $id:literal, [$($phrase:literal),* $(,)?];)*) => {
        /// What a resource is for. A closed list, so that each has a name in the words and the
        /// things people call it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Topic {
            $($(#[$doc])* $name,)*
        }

        impl Topic {
            /// All topics, in the order in which they are listed.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The name used in text forms, such as `mental-health`.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }

            /// What people type when they mean it, beside its own name. Never shown, so that it can
            /// hold words which the bot itself does not use.
            pub fn phrases(self) -> &'static [&'static str] {
                match self { $(Self::$name => &[$($phrase),*],)* }
            }
        }
    };
}

topics! {
    /// Ambulance, police, fire.
    Emergency = "emergency", ["emergency", "ambulance", "police", "fire", "danger", "not breathing", "unconscious"];
    /// Thoughts of suicide.
    Suicide = "suicide", ["suicide", "suicidal", "kill myself", "killing myself", "end my life", "end it all",
        "want to die", "want to be dead", "better off dead", "wish i was dead", "wish i were dead", "ending my life",
        "take my own life", "taking my own life", "dont want to live", "dont want to be here", "tired of living",
        "no reason to live", "no point in living", "cant go on", "never wake up", "want to overdose",
        "overdose on purpose", "self harm", "hurt myself", "hurting myself", "cut myself", "better off without me"];
    /// Any crisis.
    Crisis = "crisis", ["crisis", "hotline", "helpline", "desperate", "someone to talk to", "hopeless",
        "cant cope", "talk to somebody", "talk to someone"];
    /// Mental health.
    MentalHealth = "mental-health", ["mental health", "depression", "depressed", "anxiety", "anxious", "panic",
        "ptsd", "trauma", "therapy", "counselling", "counseling", "lonely", "psychosis"];
    /// Substance use.
    SubstanceUse = "substance-use", ["substance use", "drug", "drugs", "addiction", "addict", "substance abuse",
        "using", "craving", "opioid", "opioids", "heroin", "fentanyl", "cocaine", "meth", "benzos", "weed", "cannabis",
        "pills", "recovery", "relapse", "alcohol", "drinking"];
    /// Alcohol.
    Alcohol = "alcohol", ["alcohol", "drinking", "drink", "drunk", "booze", "alcoholic", "sober", "sobriety"];
    /// Gambling.
    Gambling = "gambling", ["gambling", "gamble", "gambled", "betting", "bets", "casino", "slots", "poker"];
    /// An overdose, or the fear of one.
    Overdose = "overdose", ["overdose", "overdosed", "od", "took too much", "naloxone", "narcan", "nodding off",
        "using alone"];
    /// Poisoning.
    Poisoning = "poisoning", ["poison", "poisoned", "poisoning", "swallowed", "toxic"];
    /// Using more safely.
    HarmReduction = "harm-reduction", ["harm reduction", "using alone", "needle", "syringe", "naloxone", "safer use",
        "test strips"];
    /// Treatment and where it is.
    Treatment = "treatment", ["treatment", "rehab", "detox", "withdrawal", "methadone", "buprenorphine", "suboxone",
        "medication", "clinic"];
    /// Meetings and mutual aid.
    MutualAid = "mutual-aid", ["mutual aid", "meetings", "fellowship", "twelve steps", "12 step", "sponsor", "aa", "na"];
    /// Family and friends.
    Family = "family", ["family", "my kid", "my child", "husband", "wife", "partner", "my son", "my daughter", "mother", "father",
        "parents", "brother", "sister", "somebody i love", "loved one"];
    /// Young people.
    Youth = "youth", ["youth", "young", "teen", "teenager", "student"];
    /// People who served.
    Veterans = "veterans", ["veteran", "veterans", "military", "army", "navy", "marines", "service member"];
    /// LGBTQ+ people.
    Lgbtq = "lgbtq", ["lgbt", "lgbtq", "lgbtqia", "gay", "lesbian", "bisexual", "queer", "trans", "coming out"];
    /// Trans people.
    Trans = "trans", ["trans", "transgender", "nonbinary", "gender"];
    /// Violence at home.
    DomesticViolence = "domestic-violence", ["domestic violence", "domestic abuse", "abuse at home", "abused",
        "violence at home", "violent", "hits me", "he hit me", "she hit me", "hitting me", "beats me", "partner violence", "abusive", "unsafe at home", "abuse"];
    /// Sexual assault.
    SexualAssault = "sexual-assault", ["sexual assault", "rape", "raped", "sexual abuse", "assaulted", "abuse"];
    /// Housing, food, money.
    SocialServices = "social-services", ["social services", "housing", "homeless", "shelter", "food", "rent",
        "money", "benefits", "bills"];
    /// A way to other resources.
    Directory = "directory", ["directory", "any country", "other countries", "worldwide", "abroad"];
}

/// A text that names no topic.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a topic: {0}")]
pub struct BadTopic(pub String);

impl FromStr for Topic {
    type Err = BadTopic;

    fn from_str(text: &str) -> Result<Self, BadTopic> {
        let id = text.trim().to_ascii_lowercase().replace([' ', '_'], "-");
        Self::ALL
            .iter()
            .copied()
            .find(|topic| topic.as_str() == id)
            .ok_or_else(|| BadTopic(text.to_owned()))
    }
}

impl Topic {
    /// The topics that a text speaks of, closest first: `can't stop betting` is gambling.
    pub fn find(text: &str) -> Vec<Self> {
        if let Ok(topic) = text.parse() {
            return vec![topic];
        }
        let text = crate::feature::find::fold(text);
        let mut found: Vec<(f64, Self)> = Self::ALL
            .iter()
            .map(|topic| (topic.spoken_of(&text), *topic))
            .filter(|(score, _)| *score > 0.0)
            .collect();
        // A stable sort: equal ones stay in the order of the list.
        found.sort_by(|a, b| b.0.total_cmp(&a.0));
        found.into_iter().map(|(_, topic)| topic).collect()
    }

    /// How far a folded text speaks of it; 0 not at all.
    pub(super) fn spoken_of(self, text: &[String]) -> f64 {
        crate::feature::find::best(text, self.phrases())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_say_it_in_their_own_words() {
        for (text, topic) in [
            ("suicidal", Topic::Suicide),
            ("I want to die", Topic::Suicide),
            ("gambling", Topic::Gambling),
            ("can't stop beting", Topic::Gambling),
            ("drugs", Topic::SubstanceUse),
            ("drinking", Topic::SubstanceUse),
            ("my drinking", Topic::SubstanceUse),
            ("booze", Topic::Alcohol),
            ("overdose", Topic::Overdose),
            ("lgbt", Topic::Lgbtq),
            ("veteran", Topic::Veterans),
            ("poison", Topic::Poisoning),
            ("abuse at home", Topic::DomesticViolence),
            ("mental_health", Topic::MentalHealth),
            ("homless shelter", Topic::SocialServices),
        ] {
            assert_eq!(Topic::find(text).first(), Some(&topic), "{text}");
        }
        assert_eq!(Topic::find("zebra"), []);
    }

    #[test]
    fn every_topic_is_found_by_its_own_name() {
        for topic in Topic::ALL {
            assert_eq!(topic.as_str().parse(), Ok(*topic));
            assert!(!topic.phrases().is_empty());
        }
    }
}
