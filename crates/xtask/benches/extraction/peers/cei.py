"""A linear classifier of sentences: `cei.py SENTENCES PREDICTIONS [balanced]`.

SENTENCES has a JSON object a line: `id`, `fold`, `text`, `classes`. TF-IDF of words and pairs of words, a support vector
machine a class (`LinearSVC`, as scikit-learn has them), learned on all folds but one, asked of that one. PREDICTIONS becomes a
JSON object: each id with its classes. With `balanced` the sentences of rare classes weigh more.
"""

import json
import sys

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.multiclass import OneVsRestClassifier
from sklearn.preprocessing import MultiLabelBinarizer
from sklearn.svm import LinearSVC


def main():
    with open(sys.argv[1]) as file:
        sentences = [json.loads(line) for line in file]
    weight = "balanced" if sys.argv[3:] == ["balanced"] else None
    said = {}
    for fold in sorted({sentence["fold"] for sentence in sentences}):
        learn = [sentence for sentence in sentences if sentence["fold"] != fold]
        ask = [sentence for sentence in sentences if sentence["fold"] == fold]
        classes = MultiLabelBinarizer()
        wanted = classes.fit_transform([sentence["classes"] for sentence in learn])
        words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
        model = OneVsRestClassifier(LinearSVC(class_weight=weight))
        model.fit(words.fit_transform([sentence["text"] for sentence in learn]), wanted)
        found = model.predict(words.transform([sentence["text"] for sentence in ask]))
        said.update(zip((sentence["id"] for sentence in ask), map(list, classes.inverse_transform(found))))
    with open(sys.argv[2], "w") as file:
        json.dump(said, file)


if __name__ == "__main__":
    main()
