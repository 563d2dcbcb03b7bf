//! The program: arguments, logging, exit code. All else is in the library.

fn main() -> std::process::ExitCode {
    hearth::cli::main()
}
