//! The steps of each exercise.

use super::tool::Tool;
use crate::chat::message::Line;
use crate::words::Words;

/// The steps in order. `emergency` is the number to call, for the pages that name it.
pub(super) fn steps(tool: Tool, words: &Words, emergency: Line) -> Vec<Line> {
    let w = words;
    match tool {
        Tool::Delay => {
            vec![w.coping_delay_1(), w.coping_delay_2(), w.coping_delay_3(), w.coping_delay_4()]
        }
        Tool::Surf => {
            vec![
                w.coping_surf_1(),
                w.coping_surf_2(),
                w.coping_surf_3(),
                w.coping_surf_4(),
                w.coping_surf_5(),
            ]
        }
        Tool::Tape => {
            vec![
                w.coping_tape_1(),
                w.coping_tape_2(),
                w.coping_tape_3(),
                w.coping_tape_4(),
                w.coping_tape_5(),
            ]
        }
        Tool::Halt => {
            vec![
                w.coping_halt_1(),
                w.coping_halt_2(),
                w.coping_halt_3(),
                w.coping_halt_4(),
                w.coping_halt_5(),
            ]
        }
        Tool::Ground => vec![
            w.coping_ground_1(),
            w.coping_ground_2(),
            w.coping_ground_3(),
            w.coping_ground_4(),
            w.coping_ground_5(),
            w.coping_ground_6(),
        ],
        Tool::Box => vec![w.coping_box_1(), w.coping_box_2(), w.coping_box_3(), w.coping_box_4()],
        Tool::Cold => {
            vec![w.coping_cold_1(), w.coping_cold_2(), w.coping_cold_3(), w.coping_cold_4()]
        }
        Tool::List => {
            vec![
                w.coping_list_1(),
                w.coping_list_2(),
                w.coping_list_3(),
                w.coping_list_4(),
                w.coping_list_5(),
            ]
        }
        Tool::Reach => {
            vec![w.coping_reach_1(), w.coping_reach_2(), w.coping_reach_3(), w.coping_reach_4()]
        }
        Tool::Leave => {
            vec![
                w.coping_leave_1(),
                w.coping_leave_2(),
                w.coping_leave_3(),
                w.coping_leave_4(),
                w.coping_leave_5(),
            ]
        }
        Tool::Thought => vec![
            w.coping_thought_1(),
            w.coping_thought_2(),
            w.coping_thought_3(),
            w.coping_thought_4(),
            w.coping_thought_5(),
        ],
        Tool::Overdose => vec![
            w.coping_overdose_1(),
            w.coping_overdose_2(emergency),
            w.coping_overdose_3(),
            w.coping_overdose_4(),
            w.coping_overdose_5(),
            w.coping_overdose_6(),
        ],
        Tool::Withdrawal => vec![],
    }
}

/// Whom an exercise is not for.
pub(super) fn note(tool: Tool, words: &Words) -> Option<Line> {
    match tool {
        Tool::Box => Some(words.coping_box_note()),
        Tool::Cold => Some(words.coping_cold_note()),
        _ => None,
    }
}
