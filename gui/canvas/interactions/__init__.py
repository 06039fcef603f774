"""What a hand can do on the canvas: each gesture is an object that moves, ends or is cancelled; one is active."""
