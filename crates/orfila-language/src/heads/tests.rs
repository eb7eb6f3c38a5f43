use super::*;
use crate::item::{Pair, PairSet, WordSpan, windows};
use crate::vocabulary::tests::small;

fn shapes() -> Vec<TaskShape> {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    vec![
        TaskShape::Tags { name: "tags".into(), kinds: names(&["dose", "animal"]) },
        TaskShape::Pairs {
            name: "pairs".into(),
            mentions: names(&["dose", "animal"]),
            candidates: vec![[0, 1]],
            relations: names(&["in"]),
            width: 8,
        },
        TaskShape::Classes { name: "classes".into(), values: names(&["yes", "no"]) },
        TaskShape::Masked { name: "masked".into() },
    ]
}

fn item() -> Item {
    let vocabulary = small();
    let words = vocabulary.words("dose 5 in the rat");
    let mut item = Item::bare(windows(&vocabulary, &words, 64, 0).remove(0));
    item.tags.insert(0, vec![0, 1, 0, 0, 3]);
    let mention = |word, kind| vec![WordSpan { first: word, last: word, kind }];
    let pairs = vec![Pair { head: 0, tail: 1, place: 3, label: 1 }, Pair { head: 1, tail: 0, place: 4, label: 0 }];
    item.pairs.insert(1, PairSet { groups: vec![mention(1, 0), mention(4, 1)], pairs });
    item.classes.insert(2, 1);
    item.masked = vec![(2, 9), (3, 5)];
    item
}

fn states(item: &Item) -> Tensor {
    let count = item.window.pieces.len();
    let values: Vec<f32> = (0..count * 4).map(|i| ((i * 7919 + 13) % 101) as f32 / 50.0 - 1.0).collect();
    Tensor::from_vec(values, (count, 4), &Device::Cpu).unwrap()
}

fn rows() -> Rows {
    let table = Tensor::rand(-1.0_f32, 1.0, (27, 4), &Device::Cpu).unwrap();
    crate::table::PieceTable::new(&table).unwrap().rows([5_u32, 9, 12].iter()).unwrap()
}

#[test]
fn every_variable_of_every_head_has_a_gradient() {
    let item = item();
    for (task, shape) in shapes().into_iter().enumerate() {
        let head = Head::random(shape, 4, 5).unwrap();
        let (loss, count) = head.loss(task, &states(&item), &rows(), &[&item]).unwrap().unwrap();
        assert_eq!(count, [5, 2, 1, 2][task]);
        let gradients = loss.backward().unwrap();
        assert!(!head.variables().is_empty());
        for (name, variable) in head.variables() {
            let gradient = gradients.get(variable.as_tensor()).unwrap_or_else(|| panic!("{task} {name}"));
            assert!(gradient.abs().unwrap().sum_all().unwrap().to_scalar::<f32>().unwrap() > 0.0, "{task} {name}");
        }
    }
}

#[test]
fn nothing_known_is_no_loss_and_nonsense_an_error() {
    let mut bare = item();
    bare.tags.clear();
    bare.pairs.clear();
    bare.classes.clear();
    bare.masked.clear();
    for (task, shape) in shapes().into_iter().enumerate() {
        let head = Head::random(shape, 4, 5).unwrap();
        assert!(head.loss(task, &states(&bare), &rows(), &[&bare]).unwrap().is_none());
    }
    let mut wrong = item();
    wrong.tags.insert(0, vec![0]);
    assert!(Head::random(shapes().remove(0), 4, 5).unwrap().loss(0, &states(&wrong), &rows(), &[&wrong]).is_err());
    let mut wrong = item();
    wrong.masked[0].1 = 20;
    assert!(Head::random(shapes().remove(3), 4, 5).unwrap().loss(3, &states(&wrong), &rows(), &[&wrong]).is_err());
    let mut wrong = item();
    wrong.pairs.get_mut(&1).unwrap().groups[0][0].last = 99;
    assert!(Head::random(shapes().remove(1), 4, 5).unwrap().loss(1, &states(&wrong), &rows(), &[&wrong]).is_err());
}
