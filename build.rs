//! Turns every sentence in `src/words/en/*.ftl` into a method of `Words`, so that a key that
//! does not exist, or an argument that is missing, is an error of the compiler and not
//! something a member reads at night. And asks the linker for a program that takes less memory.

use fluent_syntax::ast;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=src/words");
    println!("cargo::rerun-if-changed=migrations");
    pack_relocations();
    let root = Path::new("src/words");
    let english = read_language(&root.join("en"));
    let mut out = String::new();
    write_methods(&english, &mut out);
    write_sources(root, &english, &mut out);
    let target = Path::new(&env::var("OUT_DIR").expect("cargo sets OUT_DIR")).join("words.rs");
    fs::write(target, out).expect("the build folder can be written");
}

/// Lets the linker write where addresses stand in the program as a list that is a tenth as long: the
/// loader reads it from end to end at each start, and what is read stays in memory. Only where the
/// program is built on the machine that runs it, and only with a C library that knows such lists.
fn pack_relocations() {
    let set = |name: &str| env::var(name).unwrap_or_default();
    let here = set("HOST") == set("TARGET") && set("CARGO_CFG_TARGET_ENV") == "gnu";
    if here && set("CARGO_CFG_TARGET_OS") == "linux" && c_library() >= Some((2, 36)) {
        println!("cargo::rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}

/// The version of the C library of this machine: `glibc 2.36`.
fn c_library() -> Option<(u32, u32)> {
    let told = Command::new("getconf").arg("GNU_LIBC_VERSION").output().ok()?;
    let told = String::from_utf8(told.stdout).ok()?;
    let (major, minor) = told.trim().strip_prefix("glibc ")?.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}

/// A message: its arguments in the order in which they first appear, and its English text.
struct Entry {
    arguments: Vec<String>,
    english: String,
}

type Entries = BTreeMap<String, Entry>;

fn read_language(folder: &Path) -> Entries {
    let mut entries = Entries::new();
    for path in files(folder) {
        let text = fs::read_to_string(&path).expect("a words file can be read");
        let stem = path.file_stem().and_then(|s| s.to_str()).expect("file name").to_owned();
        let resource = fluent_syntax::parser::parse(text.as_str())
            .unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", path.display()));
        for entry in resource.body {
            let ast::Entry::Message(message) = entry else { continue };
            let id = message.id.name;
            assert!(
                id.starts_with(&format!("{stem}-")),
                "{}: key {id} must begin with {stem}-",
                path.display()
            );
            let Some(value) = message.value else { panic!("{id} has no text") };
            let mut arguments = Vec::new();
            collect(&value, &mut arguments);
            let english = plain(&value);
            let before = entries.insert(id.to_owned(), Entry { arguments, english });
            assert!(before.is_none(), "{id} is written twice");
        }
    }
    entries
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("folder entry").path())
        .filter(|path| path.extension().is_some_and(|e| e == "ftl"))
        .collect();
    paths.sort();
    paths
}

fn collect(pattern: &ast::Pattern<&str>, into: &mut Vec<String>) {
    for element in &pattern.elements {
        if let ast::PatternElement::Placeable { expression } = element {
            collect_expression(expression, into);
        }
    }
}

fn collect_expression(expression: &ast::Expression<&str>, into: &mut Vec<String>) {
    match expression {
        ast::Expression::Inline(inline) => collect_inline(inline, into),
        ast::Expression::Select { selector, variants } => {
            collect_inline(selector, into);
            for variant in variants {
                collect(&variant.value, into);
            }
        }
    }
}

fn collect_inline(inline: &ast::InlineExpression<&str>, into: &mut Vec<String>) {
    match inline {
        ast::InlineExpression::VariableReference { id } => {
            let name = id.name.replace('-', "_");
            if !into.contains(&name) {
                into.push(name);
            }
        }
        ast::InlineExpression::Placeable { expression } => collect_expression(expression, into),
        ast::InlineExpression::FunctionReference { arguments, .. } => {
            for argument in &arguments.positional {
                collect_inline(argument, into);
            }
        }
        _ => {}
    }
}

fn plain(pattern: &ast::Pattern<&str>) -> String {
    let mut text = String::new();
    for element in &pattern.elements {
        match element {
            ast::PatternElement::TextElement { value } => text.push_str(value),
            ast::PatternElement::Placeable { .. } => text.push('…'),
        }
    }
    text.replace('\n', " ")
}

fn write_methods(entries: &Entries, out: &mut String) {
    out.push_str("impl Words {\n");
    for (key, entry) in entries {
        let name = key.replace('-', "_");
        let shown: String = entry.english.replace('[', "\\[").replace(']', "\\]");
        let _ = writeln!(out, "    /// “{}”", shown.trim());
        let _ = write!(out, "    pub fn {name}(&self");
        for argument in &entry.arguments {
            let _ = write!(out, ", {argument}: impl Into<Arg>");
        }
        let _ = writeln!(out, ") -> Line {{");
        let _ = write!(out, "        self.line({key:?}, vec![");
        for argument in &entry.arguments {
            let raw = argument;
            let _ = write!(out, "({raw:?}, {argument}.into()), ");
        }
        let _ = writeln!(out, "])\n    }}");
    }
    out.push_str("}\n");
}

fn write_sources(root: &Path, english: &Entries, out: &mut String) {
    out.push_str("pub(super) const SOURCES: &[(&str, &[&str])] = &[\n");
    let mut languages: Vec<_> = fs::read_dir(root)
        .expect("src/words")
        .map(|entry| entry.expect("folder entry").path())
        .filter(|path| path.is_dir())
        .collect();
    languages.sort();
    for folder in languages {
        let code = folder.file_name().and_then(|s| s.to_str()).expect("language code");
        let entries = read_language(&folder);
        for key in entries.keys() {
            assert!(english.contains_key(key), "{code}: {key} is not in en");
        }
        let _ = writeln!(out, "    ({code:?}, &[");
        for path in files(&folder) {
            let full = fs::canonicalize(&path).expect("path");
            let _ = writeln!(out, "        include_str!({:?}),", full.display().to_string());
        }
        out.push_str("    ]),\n");
    }
    out.push_str("];\n");
    out.push_str(
        "/// Every key, in alphabetical order; a test looks for keys that nothing says.\n",
    );
    out.push_str("pub const KEYS: &[&str] = &[");
    for key in english.keys() {
        let _ = write!(out, "{key:?}, ");
    }
    out.push_str("];\n");
}
