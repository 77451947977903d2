"""Remote calls between the trusted process and a worker: messages, framing, values, the channel, captured output."""
