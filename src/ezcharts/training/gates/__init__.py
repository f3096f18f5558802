"""What the embedded models must be good for, measured on scenes and captions that no model has seen.

    python -m ezcharts.training.gates --data DIR --out DIR [perceptors prior guided knobs]

`perceptors`: zero-shot accuracies, and how differently the guides pull. `prior`: whether a linear classifier
tells its samples from scenes. `guided`: whether pictures show what their prompts say, by the judge. `knobs`:
whether parameters do what they are known for. How fast the models are is measured by `benchmarks/models.py`.
"""
