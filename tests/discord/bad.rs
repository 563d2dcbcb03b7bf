//! Bad input: from members, from Discord, from the network. Whatever comes, the person gets a
//! sentence, nothing is lost, and nothing is doubled.

mod broken;
mod gateway;
mod input;
mod prompts;
mod sending;
mod shards;
mod skew;
