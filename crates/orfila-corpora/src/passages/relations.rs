//! Relation lines: `~ head: arg arg …` and `~ a = b`.

use std::collections::HashSet;

use crate::example::Relation;
use crate::passages::reading::Complaints;
use crate::passages::spans::Spans;
use crate::passages::vocabulary::{SAME, arguments, may_repeat};

/// Reads the relation lines of a passage whose text begins at the line `text`.
pub(super) fn read(
    lines: &[(usize, &str)],
    text: usize,
    spans: &Spans<'_>,
    complaints: &mut Complaints<'_>,
) -> Vec<Relation> {
    let mut reader = Reader { spans, relations: Vec::new(), used: HashSet::new(), single: HashSet::new() };
    for (number, line) in lines {
        let rest = line.strip_prefix("~ ").unwrap_or_default();
        let pair =
            |mark: &str| rest.split_once(mark).filter(|(left, right)| !left.contains(' ') && !right.trim().is_empty());
        if let Some((head, tails)) = pair(": ") {
            reader.arguments(head, tails, *number, complaints);
        } else if let Some((left, right)) = pair(" = ").filter(|(_, right)| !right.contains(' ')) {
            reader.same(left, right, *number, complaints);
        } else {
            complaints.add(
                *number,
                format!("a bad relation line: `{line}`"),
                "write `~ head: argument argument` or `~ id = id`",
            );
        }
    }
    let mut unused: Vec<&str> = spans.ids.keys().copied().filter(|id| !reader.used.contains(id)).collect();
    unused.sort_unstable();
    for id in unused {
        complaints.add(text, format!("the id {id} is used in no relation"), "relate it, or leave the id out");
    }
    reader.relations
}

struct Reader<'s, 'l> {
    spans: &'s Spans<'l>,
    relations: Vec<Relation>,
    used: HashSet<&'l str>,
    /// Heads with the types they have as argument.
    single: HashSet<(&'l str, &'static str)>,
}

impl<'l> Reader<'_, 'l> {
    /// The span's own id, its type and index.
    fn mention(
        &mut self,
        id: &str,
        line: usize,
        complaints: &mut Complaints<'_>,
    ) -> Option<(&'l str, &'static str, Option<usize>)> {
        let found = self.spans.ids.get_key_value(id).map(|(id, (kind, index))| (*id, *kind, *index));
        match found {
            Some((id, ..)) => {
                self.used.insert(id);
            }
            None => complaints.add(line, format!("unknown id {id}"), "give a span of this passage that id"),
        }
        found
    }

    fn arguments(&mut self, head: &str, tails: &str, line: usize, complaints: &mut Complaints<'_>) {
        let Some((head, kind, head_index)) = self.mention(head, line, complaints) else { return };
        let allowed = arguments(kind);
        if allowed.is_none() {
            complaints.add(line, format!("{kind} cannot be a head"), "turn the relation round, or leave it out");
        }
        for tail in tails.split_whitespace() {
            let Some((_, tail_kind, tail_index)) = self.mention(tail, line, complaints) else { continue };
            if allowed.is_some_and(|allowed| !allowed.contains(&tail_kind)) {
                complaints.add(line, format!("{kind} takes no {tail_kind}"), "leave this argument out");
            }
            if !self.single.insert((head, tail_kind)) && !may_repeat(kind, tail_kind) {
                complaints.add(line, format!("{head} has more than one {tail_kind}"), "keep the nearest alone");
            }
            self.put(head_index, tail_index, tail_kind);
        }
    }

    fn same(&mut self, left: &str, right: &str, line: usize, complaints: &mut Complaints<'_>) {
        let (left, right) = (self.mention(left, line, complaints), self.mention(right, line, complaints));
        if let (Some((_, left_kind, left)), Some((_, right_kind, right))) = (left, right) {
            if left_kind != right_kind {
                complaints.add(
                    line,
                    format!("{left_kind} = {right_kind}"),
                    "only spans of one type are the same thing",
                );
            }
            self.put(left, right, SAME);
        }
    }

    fn put(&mut self, head: Option<usize>, tail: Option<usize>, kind: &str) {
        if let (Some(head), Some(tail)) = (head, tail) {
            self.relations.push(Relation { head, tail, kind: kind.to_owned() });
        }
    }
}
