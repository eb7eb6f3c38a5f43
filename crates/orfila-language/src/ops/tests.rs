use candle_core::{Device, Var};

use super::*;

fn variable(shape: (usize, usize)) -> Var {
    let values: Vec<f32> = (0..shape.0 * shape.1).map(|i| ((i * 7919 + 13) % 101) as f32 / 50.0 - 1.0).collect();
    Var::from_vec(values, shape, &Device::Cpu).unwrap()
}

fn row(width: usize) -> Var {
    Var::from_tensor(&variable((1, width)).as_tensor().squeeze(0).unwrap()).unwrap()
}

/// The gradient of the sum of squares of `work`'s result agrees with differences for every variable.
fn check(name: &str, variables: &[Var], work: &dyn Fn(&[Tensor]) -> Result<Tensor>) {
    let tensors = || variables.iter().map(|variable| variable.as_tensor().clone()).collect::<Vec<_>>();
    let loss = || work(&tensors()).unwrap().sqr().unwrap().sum_all().unwrap();
    let gradients = loss().backward().unwrap();
    for (index, variable) in variables.iter().enumerate() {
        let gradient = gradients.get(variable.as_tensor()).unwrap().flatten_all().unwrap().to_vec1::<f32>().unwrap();
        let values = variable.flatten_all().unwrap().to_vec1::<f32>().unwrap();
        assert!(gradient.iter().any(|value| *value != 0.0), "{name}: variable {index} has no gradient");
        for at in (0..values.len()).step_by(3) {
            let moved = |by: f32| {
                let mut values = values.clone();
                values[at] += by;
                variable.set(&Tensor::from_vec(values, variable.dims(), &Device::Cpu).unwrap()).unwrap();
                loss().to_scalar::<f32>().unwrap()
            };
            let slope = (moved(5e-3) - moved(-5e-3)) / 1e-2;
            moved(0.0);
            let limit = 0.02 * slope.abs().max(1.0);
            assert!((gradient[at] - slope).abs() < limit, "{name} {index} {at}: {} is not {slope}", gradient[at]);
        }
    }
}

#[test]
fn every_operation_has_its_gradient() {
    let precision = Precision::F32;
    check("linear", &[variable((5, 4)), variable((3, 4)), row(3)], &|t| linear(&t[0], &t[1], &t[2], precision));
    check("add", &[variable((5, 4)), row(20)], &|t| add(&t[0], &t[1].reshape((5, 4))?));
    check("gelu", &[variable((5, 4))], &|t| gelu(&t[0]));
    let outer = variable((5, 8));
    check("norm", &[variable((5, 8)), row(8), row(8)], &|t| layer_norm(&t[0], &t[1], &t[2], 1e-5)?.mul(&outer));
    check("dropout", &[variable((5, 4))], &|t| drop_out(&t[0], 0.4, 7));
    check("attention", &[variable((7, 24))], &|t| attention(&t[0], 2, &[4, 3], precision));
}

#[test]
fn shapes_that_do_not_fit_are_errors() {
    let (x, bias) = (variable((5, 4)), row(3));
    assert!(linear(&x, &variable((3, 5)), &bias, Precision::F32).is_err());
    assert!(linear(&x, &variable((4, 4)), &bias, Precision::F32).is_err());
    assert!(layer_norm(&x, &bias, &bias, 1e-5).is_err());
    assert!(attention(&variable((7, 24)), 5, &[4, 3], Precision::F32).is_err());
    assert!(attention(&variable((7, 24)), 2, &[4, 2], Precision::F32).is_err());
    assert!(drop_out(&x, 1.0, 1).is_err());
    assert!(add(&x, &bias).is_err());
    assert!(
        (sum_of_squares(&x).unwrap() - f64::from(x.sqr().unwrap().sum_all().unwrap().to_scalar::<f32>().unwrap()))
            .abs()
            < 1e-4
    );
}
