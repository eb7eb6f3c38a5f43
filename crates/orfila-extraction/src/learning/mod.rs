//! Training and measuring the language model that reads like a curator: annotated examples become items of the network's
//! tasks, as a recipe says.

mod card;
mod evaluation;
mod items;
mod model_folder;
mod recipe;
mod reviewed;
mod run;

pub use card::write_card;
pub use evaluation::{Evaluation, TaskScores, evaluate};
pub use items::{Itemiser, Misfits};
pub use model_folder::{ModelFolder, Provenance};
pub use recipe::{CorpusRecipe, Recipe, TaskRecipe};
pub use reviewed::reviewed;
pub use run::{Data, LearningError, TrainEvent, Training, train};
