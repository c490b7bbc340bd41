"""One call on a lent GPU machine: a small bundle there, pictures drawn as they are trained on, weights in parts
back.
"""
