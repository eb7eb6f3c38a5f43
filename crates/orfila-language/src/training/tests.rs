use super::*;
use crate::perceptron::PerceptronShape;

/// Two tasks that need a hidden layer (exclusive or, and equality), with some labels missing.
fn examples() -> Examples {
    let mut generator = SeededGenerator::new(11, 0);
    let mut features = Vec::new();
    let mut labels = Vec::new();
    for index in 0..64 {
        let (a, b) = (index % 2 == 1, index / 2 % 2 == 1);
        let noise = |generator: &mut SeededGenerator| (generator.uniform() - 0.5) * 0.2;
        let signal = |on: bool| if on { 1.0 } else { -1.0 };
        features.push(vec![signal(a) + noise(&mut generator), signal(b) + noise(&mut generator), 1.0]);
        labels.push(vec![Some(a ^ b), (index % 3 != 0).then_some(a == b)]);
    }
    Examples::from_rows(&features, &labels).unwrap()
}

fn model(dropout: f32) -> Perceptron {
    Perceptron::new(PerceptronShape { inputs: 3, hidden: vec![16, 8], outputs: 2, dropout }, 5).unwrap()
}

fn options(epochs: usize) -> TrainingOptions {
    let optimizer = AdamWOptions { learning_rate: 0.01, ..AdamWOptions::default() };
    TrainingOptions { epochs, batch: 16, patience: 0, seed: 3, optimizer }
}

fn loss(model: &Perceptron, examples: &Examples) -> Result<f64, LanguageError> {
    let logits = model.logits(&examples.inputs, None)?;
    Ok(f64::from(masked_binary_cross_entropy(&logits, &examples.labels, &examples.mask)?.to_scalar::<f32>()?))
}

fn run(epochs: usize, checkpoint: Option<&Path>) -> (Vec<Vec<f32>>, TrainingOutcome, Vec<EpochReport>) {
    let (model, examples) = (model(0.3), examples());
    let mut reports = Vec::new();
    let outcome = train(
        &model,
        &examples,
        &options(epochs),
        checkpoint.map(|path| (path, "test")),
        &mut |model| Ok(-loss(model, &examples)?),
        &mut |report| reports.push(report.clone()),
    )
    .unwrap();
    let mut weights: Vec<_> = model.tensors("").unwrap().into_iter().collect();
    weights.sort_by(|a, b| a.0.cmp(&b.0));
    let flat = weights.iter().map(|(_, tensor)| tensor.flatten_all().unwrap().to_vec1().unwrap()).collect();
    (flat, outcome, reports)
}

#[test]
fn every_variable_gets_a_gradient() {
    let (model, examples) = (model(0.0), examples());
    let logits = model.logits(&examples.inputs, None).unwrap();
    let gradients = masked_binary_cross_entropy(&logits, &examples.labels, &examples.mask).unwrap().backward().unwrap();
    assert_eq!(model.variables().len(), 6);
    for (name, variable) in model.variables() {
        let gradient = gradients.get(variable.as_tensor()).unwrap_or_else(|| panic!("{name} has no gradient"));
        let size = gradient.abs().unwrap().sum_all().unwrap().to_scalar::<f32>().unwrap();
        assert!(size > 0.0, "the gradient of {name} is 0");
    }
}

#[test]
fn gradients_agree_with_differences() {
    let (model, examples) = (model(0.0), examples());
    let logits = model.logits(&examples.inputs, None).unwrap();
    let gradients = masked_binary_cross_entropy(&logits, &examples.labels, &examples.mask).unwrap().backward().unwrap();
    for (name, variable) in model.variables() {
        let analytic = gradients.get(variable.as_tensor()).unwrap().flatten_all().unwrap().to_vec1::<f32>().unwrap();
        let values = variable.flatten_all().unwrap().to_vec1::<f32>().unwrap();
        let at = |step: f32| {
            let mut moved = values.clone();
            moved[0] += step;
            variable.set(&Tensor::from_vec(moved, variable.dims(), &Device::Cpu).unwrap()).unwrap();
            loss(&model, &examples).unwrap()
        };
        let numeric = (at(1e-2) - at(-1e-2)) / 2e-2;
        at(0.0);
        assert!((numeric - f64::from(analytic[0])).abs() < 2e-3, "{name}: {numeric} against {}", analytic[0]);
    }
}

#[test]
fn it_overfits_a_tiny_data_set() {
    let (model, examples) = (model(0.0), examples());
    let before = loss(&model, &examples).unwrap();
    let metric = &mut |model: &Perceptron| Ok(-loss(model, &examples)?);
    train(&model, &examples, &options(150), None, metric, &mut |_| {}).unwrap();
    let after = loss(&model, &examples).unwrap();
    assert!(before > 0.3 && after < 0.02, "{before} to {after}");
}

#[test]
fn two_runs_are_the_same() {
    let ((one, first, reports), (other, second, _)) = (run(6, None), run(6, None));
    assert_eq!(one, other);
    assert_eq!(first, second);
    assert_eq!(reports.len(), 6);
}

#[test]
fn a_resumed_run_equals_an_uninterrupted_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("checkpoint.safetensors");
    let whole = run(7, None);
    run(3, Some(&path));
    let resumed = run(7, Some(&path));
    assert_eq!(resumed.2.len(), 4, "the first three epochs are not done again");
    assert_eq!(whole.0, resumed.0);
    assert_eq!(whole.1, resumed.1);
    assert_eq!(whole.2[3..], resumed.2);
}

#[test]
fn the_best_epoch_is_kept_and_patience_ends_the_run() {
    let (model, examples) = (model(0.0), examples());
    let mut metrics = [0.1, 0.5, 0.4, f64::NAN, 0.3, 0.9].into_iter();
    let mut at_best = None;
    let mut validate = |model: &Perceptron| {
        let metric = metrics.next().unwrap();
        if metric == 0.5 {
            at_best = Some(model.probabilities(&examples.inputs)?);
        }
        Ok(metric)
    };
    let patient = TrainingOptions { patience: 3, ..options(50) };
    let outcome = train(&model, &examples, &patient, None, &mut validate, &mut |_| {}).unwrap();
    assert_eq!((outcome.epochs, outcome.best_epoch, outcome.best_metric), (5, 2, 0.5));
    assert_eq!(model.probabilities(&examples.inputs).unwrap(), at_best.unwrap());
}

#[test]
fn a_checkpoint_of_another_run_or_a_damaged_one_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("checkpoint.safetensors");
    run(1, Some(&path));
    let (model, examples) = (model(0.3), examples());
    let again =
        |identity: &str| train(&model, &examples, &options(2), Some((&path, identity)), &mut |_| Ok(0.0), &mut |_| {});
    assert!(matches!(again("other"), Err(LanguageError::OtherRun { .. })));
    assert!(again("test").is_ok());
    std::fs::write(&path, b"{}").unwrap();
    assert!(matches!(again("test"), Err(LanguageError::Weights { .. })));
}

#[test]
fn data_that_does_not_fit_is_refused() {
    let features = vec![vec![1.0, 2.0], vec![3.0]];
    assert!(Examples::from_rows(&features, &[vec![None], vec![None]]).is_err());
    assert!(Examples::from_rows(&features[..1], &[]).is_err());
    assert!(Examples::from_rows(&[], &[]).is_err());
    let (wide, mut examples) = (model(0.0), examples());
    examples.inputs = Tensor::zeros((64, 4), candle_core::DType::F32, &Device::Cpu).unwrap();
    assert!(train(&wide, &examples, &options(1), None, &mut |_| Ok(0.0), &mut |_| {}).is_err());
    examples.inputs = Tensor::zeros((63, 3), candle_core::DType::F32, &Device::Cpu).unwrap();
    assert!(matches!(
        train(&wide, &examples, &options(1), None, &mut |_| Ok(0.0), &mut |_| {}),
        Err(LanguageError::Shape(_))
    ));
}

#[test]
fn divergence_is_an_error() {
    let (model, mut examples) = (model(0.0), examples());
    examples.inputs = (examples.inputs * f64::from(f32::MAX)).unwrap();
    let outcome = train(&model, &examples, &options(5), None, &mut |_| Ok(0.0), &mut |_| {});
    assert!(matches!(outcome, Err(LanguageError::Diverged { epoch: 1 })));
}
